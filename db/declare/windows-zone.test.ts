import { expect, test } from "vitest";
import { windowsZone } from "./windows-zone.ts";

test("SQL Server knows the zone of Paris by another name", () => {
  expect(windowsZone("Europe/Paris")).toBe("Romance Standard Time");
});

test("a zone without such a name is refused with what to write instead", () => {
  expect(() => windowsZone("Mars/Olympus")).toThrow(
    /The zone "Mars\/Olympus" of an hour has no name that SQL Server knows: use one of .*Europe\/Paris.*, or add it to db\/declare\/windows-zone.ts/,
  );
});

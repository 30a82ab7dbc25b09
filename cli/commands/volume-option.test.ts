import { expect, test } from "vitest";
import { volumeHelp } from "./volume-option.ts";

test("help says how many rows each volume of the simulated vendor has", () => {
  expect(volumeHelp).toBe(
    "how much the simulated vendor holds: tiny (about 2,800 rows), small (about 25,000 rows), medium (about 1,480,000 rows)",
  );
});

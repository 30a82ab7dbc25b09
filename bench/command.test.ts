import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readOrder } from "./command.ts";

const names = { seal: "seals a second", ingest: "rows a second" };
let told = "";

beforeEach(() => {
  told = "";
  const keep = (text: string | Uint8Array): boolean => ((told += String(text)), true);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
});
afterEach(() => void vi.restoreAllMocks());

test("nothing asked is everything at full size", () => {
  expect(readOrder([], names)).toEqual({ only: undefined, size: "full", json: false, write: false });
});

test("measurements are named as arguments or by --only", () => {
  expect(readOrder(["seal", "--size", "small", "--json"], names)).toEqual({
    only: ["seal"],
    size: "small",
    json: true,
    write: false,
  });
  expect(readOrder(["--only", "ingest, seal"], names).only).toEqual(["ingest", "seal"]);
});

test("a name that is not there is refused with those that are", () => {
  expect(() => readOrder(["--only", "speed"], names)).toThrow(expect.objectContaining({ exitCode: 1 }));
  expect(told).toBe(
    `error: option '--only <names>' argument 'speed' is invalid. There is no measurement "speed"; choose among seal, ingest.\n`,
  );
});

test("results are written of whatever was measured", () => {
  expect(readOrder(["--write"], names)).toMatchObject({ only: undefined, write: true });
  expect(readOrder(["seal", "--write", "--size", "small"], names)).toMatchObject({ only: ["seal"], write: true });
});

test("help names each measurement", () => {
  expect(() => readOrder(["--help"], names)).toThrow(expect.objectContaining({ exitCode: 0 }));
  expect(told).toContain("seal      seals a second");
});

import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { simulatedSettings } from "./simulator.ts";

const { sources } = deployment.graph.spec;
const left = (given: Readonly<Record<string, string>>, of = sources) => [...simulatedSettings(of, given)].toSorted();

test("with no setting the simulator stands in for vendor, key, communes and clock", () => {
  expect(left({})).toEqual([
    "COMMUNES_FILE_URL",
    "PONTON_API_KEY",
    "PONTON_URL",
    "POPULATIONS_FILE_URL",
    "SILLAGE_CLOCK_URL",
  ]);
});

test("a vendor that is set keeps its own key and clock; the simulator serves the files", () => {
  const vendor = { PONTON_URL: "https://api.vendor.example.test" };
  expect(left(vendor)).toEqual(["COMMUNES_FILE_URL", "POPULATIONS_FILE_URL"]);
  expect(left({ ...vendor, COMMUNES_FILE_URL: "https://b.example.test/r/1" })).toEqual(["POPULATIONS_FILE_URL"]);
});

test("no simulator is needed where all is set, nor by a deployment of other sources", () => {
  const file = "https://b.example.test/file";
  expect(left({ PONTON_URL: "https://a.example.test", COMMUNES_FILE_URL: file, POPULATIONS_FILE_URL: file })).toEqual(
    [],
  );
  expect(left({}, [])).toEqual([]);
});

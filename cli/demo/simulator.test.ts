import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { simulatedSettings } from "./simulator.ts";

const { sources } = deployment.graph.spec;
const left = (given: Readonly<Record<string, string>>, of = sources) => [...simulatedSettings(of, given)].toSorted();

test("with no setting the simulator stands in for vendor, key, communes and clock", () => {
  expect(left({})).toEqual(["COMMUNES_URL", "PONTON_API_KEY", "PONTON_URL", "SILLAGE_CLOCK_URL"]);
});

test("a vendor that is set keeps its own key and clock; the simulator serves the communes", () => {
  expect(left({ PONTON_URL: "https://api.vendor.example.test" })).toEqual(["COMMUNES_URL"]);
});

test("no simulator is needed where all is set, nor by a deployment of other sources", () => {
  expect(left({ PONTON_URL: "https://a.example.test", COMMUNES_URL: "https://b.example.test" })).toEqual([]);
  expect(left({}, [])).toEqual([]);
});

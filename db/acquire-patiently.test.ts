import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { acquirePatiently } from "./acquire-patiently.ts";

/** Refuses some times, then gives a connection; counts how often it was asked. */
function refusing(times: number, retryable: boolean) {
  const asked = { times: 0 };
  const acquire = async (): Promise<string> => {
    if (++asked.times > times) return "connection";
    throw new SillageError({ code: "db.resuming", message: `Refused ${asked.times}.`, fix: "Wait.", retryable });
  };
  return { asked, acquire };
}

test("whoever waits for an answer is spared a refusal that passes", async () => {
  const { asked, acquire } = refusing(2, true);
  expect(await acquirePatiently(acquire, "api")).toBe("connection");
  expect(asked.times).toBe(3);
});

test("a database that stays away is told after the third try", async () => {
  const { asked, acquire } = refusing(9, true);
  await expect(acquirePatiently(acquire, "api")).rejects.toThrow("Refused 3. Wait.");
  expect(asked.times).toBe(3);
});

test("a refusal for good is told at once", async () => {
  const { asked, acquire } = refusing(9, false);
  await expect(acquirePatiently(acquire, "api")).rejects.toThrow("Refused 1. Wait.");
  expect(asked.times).toBe(1);
});

test("what Temporal tries again is tried once", async () => {
  const { asked, acquire } = refusing(9, true);
  await expect(acquirePatiently(acquire, "ingestion")).rejects.toThrow("Refused 1. Wait.");
  expect(asked.times).toBe(1);
});

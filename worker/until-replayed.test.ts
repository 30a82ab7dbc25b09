import { expect, test } from "vitest";
import { ledgerKey } from "../core/erasure-ledger.ts";
import { SillageError } from "../core/errors.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { untilReplayed } from "./until-replayed.ts";

const nothing = async (): Promise<undefined> => undefined;

test("a start waits while the ledger lacks an entry that the database knows, and goes on once it is back", async () => {
  const store = memoryObjectStore();
  const refused: SillageError[] = [];
  await untilReplayed(
    { store, database: { erasedThrough: async () => 1, lastEntry: async () => ({ seq: 1, mac: "ab" }) } },
    {
      report: () => undefined,
      onRefusal: (error) => void refused.push(error),
      pause: async () => void (await store.put(ledgerKey(1), Buffer.from('{"seq":1,"mac":"ab"}'))),
    },
  );
  expect(refused).toMatchObject([{ code: "dsr.ledger-lost" }]);
});

test("a start waits while a store knows less than the ledger, says so, and goes on once it was replayed", async () => {
  const store = memoryObjectStore();
  await store.put(ledgerKey(2), Buffer.from("{}"));
  let [database, identity] = [2, 1];
  const [said, refused]: [string[], SillageError[]] = [[], []];
  await untilReplayed(
    {
      store,
      database: { erasedThrough: async () => database, lastEntry: nothing },
      identity: { erasedThrough: async () => identity },
    },
    {
      report: (line) => void said.push(line),
      onRefusal: (error) => void refused.push(error),
      pause: async () => void ([database, identity] = [2, 2]),
    },
  );
  expect(said).toEqual([
    "The ledger of erasures has 2 entries, of which a store knows 1: it was put back to an earlier day, and holds people who were erased. Nothing is served. Run `sillage erasures replay`.",
  ]);
  expect(refused).toMatchObject([{ code: "dsr.behind", retryable: true }]);
});

test("a store that does not answer yet is asked again, one that refuses ends the start", async () => {
  const store = memoryObjectStore();
  const refusal = (retryable: boolean) =>
    new SillageError({ code: "db.away", message: "Away.", fix: "Wait.", retryable });
  const failing = [refusal(true)];
  const database = {
    erasedThrough: async () => {
      const error = failing.shift();
      if (error !== undefined) throw error;
      return 0;
    },
    lastEntry: nothing,
  };
  await untilReplayed({ store, database }, { report: () => undefined, pause: async () => undefined });
  expect(failing).toEqual([]);
  failing.push(refusal(false));
  await expect(untilReplayed({ store, database }, { report: () => undefined })).rejects.toThrow("Away.");
});

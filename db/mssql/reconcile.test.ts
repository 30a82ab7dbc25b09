import { expect, test } from "vitest";
import { tableOf } from "../../test/fakes/specs.ts";
import { reconcileIds } from "./reconcile.ts";
import type { SqlSession } from "./session.ts";
import { listing } from "./statements/reconcile.ts";

test("the keys of a listing are let go in chunks until none is left, also when nothing was compared", async () => {
  const left = [listing.chunk, listing.chunk, 12, 0];
  const told: (number | undefined)[] = [];
  const query: SqlSession["query"] = async (text) => {
    if (text !== listing.forget) return [];
    told.push(left[0]);
    return JSON.parse(JSON.stringify([{ rows: left.shift() }]));
  };
  const sql: SqlSession = {
    query,
    read: () => Promise.resolve([]),
    exec: () => Promise.resolve(),
    bulk: () => Promise.resolve(),
    transaction: () => Promise.reject(new Error("interrupted")),
    describe: () => "",
    close: () => Promise.resolve(),
  };
  const pages = async function* () {
    yield ["1"];
  };
  const options = { maxShare: 1, asOf: "2026-11-02T00:00:00Z", after: { loadId: "01A", whole: true } };
  await expect(reconcileIds(sql, tableOf("t"), pages(), options)).rejects.toThrow("interrupted");
  expect(told).toEqual([listing.chunk, listing.chunk, 12]);
});

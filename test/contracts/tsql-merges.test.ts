import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowCaster } from "../../activities/to-staged-row.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import { postgresSide, tsqlSide, type MergeSide, type Told } from "../harness/merge-sides.ts";
import { sampleDeployment } from "./sample-deployment.ts";
import { sampleTable } from "./sample-orders.ts";

const nobody = "00000000-0000-4000-8000-000000000000";
const sealed = (text: string): string => Buffer.from(text).toString("base64url");
const minute = (at: number): string => new Date(Date.UTC(2026, 10, 1, 0, at)).toISOString();

let serial = 0;
/** Ids that no test before has used: contents of all tests are compared together. */
const fresh = (): number => ++serial * 100;
const loadId = (): string => `01M${String(++serial).padStart(23, "0")}`;

/** A version of an order; what is not told is as in all others. */
const order = (id: number, at: number, told: LandedRow = {}): LandedRow => ({
  id,
  personId: null,
  comment: null,
  total: "1.00",
  orderedAt: "2026-11-01T12:00:00Z",
  updatedAt: minute(at),
  ...told,
  _h: createHash("sha256").update(JSON.stringify(told)).digest("hex"),
});
const line = (id: number, orderId: number, at: number, total = "1.00"): LandedRow => ({
  id,
  orderId,
  total,
  updatedAt: minute(at),
  deletedAt: null,
  _h: `${orderId}/${total}`,
});
const place = (code: string, name: string): LandedRow => ({ code, name, _h: name });

describe("merges of SQL Server, transpiled to PostgreSQL, leave what PostgreSQL's leave", () => {
  let sides: readonly [MergeSide, MergeSide];
  beforeAll(async () => {
    const deployed = { tables: sampleDeployment.graph.spec.tables, migrations: sampleDeployment.migrations };
    sides = await Promise.all([postgresSide(deployed), tsqlSide(deployed)]);
  });
  afterAll(() => Promise.all(sides.map((side) => side.close())));

  /** Merges one part whole on both sides and compares all that is left; gives what was told, and the part's slice of the ledger. */
  async function merged(key: string, rows: readonly LandedRow[], load = loadId(), part = 1) {
    const table = sampleTable(key);
    const cast = rowCaster(table, "Europe/Paris", { t0: minute(525_600), elapsedMs: 0 });
    const staged = rows.map((row, at) => cast(row, at + 1)).flatMap((one) => (one.kind === "row" ? [one.row] : []));
    expect(staged).toHaveLength(rows.length);
    const told: (readonly Told[])[] = [];
    for (const side of sides) {
      await side.stage(table, load, part, staged);
      told.push(await side.merge(table, load, { part, from: 1, to: rows.length }));
    }
    const [left, right] = await Promise.all(sides.map((side) => side.left()));
    expect(right).toEqual(left);
    expect(told[1]).toEqual(told[0]);
    const slices = left?.["sillage.load_slice"] ?? [];
    return { told: told[0], left, slice: slices.find(of({ load_id: load, part: String(part) })) };
  }
  const of = (fields: Readonly<Record<string, string>>) => (row: unknown) =>
    Object.entries(fields).every(
      ([name, value]) => typeof row === "object" && row !== null && Reflect.get(row, name) === value,
    );
  const rowOf = (
    left: Awaited<ReturnType<MergeSide["left"]>> | undefined,
    table: string,
    key: number | string,
  ): unknown => left?.[table]?.find(of({ [table.includes("places") ? "code" : "id"]: String(key) }));

  test("what is new is inserted, what changed updated, what says the same or is older left", async () => {
    const id = fresh();
    const first = [order(id, 5), order(id + 1, 5), order(id + 2, 5)];
    expect((await merged("orders", first)).slice).toMatchObject({ merged: "3", unchanged: "0", superseded: "0" });
    const second = [
      order(id, 6, { total: "2.00" }),
      order(id + 1, 6),
      order(id + 2, 4, { total: "9.00" }),
      order(id + 3, 6),
    ];
    const { slice, left } = await merged("orders", second);
    expect(slice).toMatchObject({ merged: "2", unchanged: "1", superseded: "1", days: ["2026-11-01"] });
    expect(rowOf(left, '"open"."orders"', id)).toMatchObject({ total: "2.00" });
    expect(rowOf(left, '"open"."orders"', id + 1)).toMatchObject({ _ordered_at: "2026-11-01T00:06:00" });
    expect(rowOf(left, '"open"."orders"', id + 2)).toMatchObject({ total: "1.00" });
  });

  test("of versions of one instant the greatest of load, part and line is kept, merged in any order", async () => {
    const id = fresh();
    const [early, late] = [loadId(), loadId()];
    await merged("orders", [order(id, 1, { total: "5.00" })], late, 2);
    await merged("orders", [order(id, 1, { total: "2.00" }), order(id, 1, { total: "3.00" })], late, 1);
    const { slice, left } = await merged("orders", [order(id, 1, { total: "1.00" })], early);
    expect(slice).toMatchObject({ merged: "0", superseded: "1" });
    expect(rowOf(left, '"open"."orders"', id)).toMatchObject({ total: "5.00", _load: late, _part: "2" });
    const within = await merged("orders", [order(id, 2, { total: "6.00" }), order(id, 2, { total: "7.00" })]);
    expect(within.slice).toMatchObject({ merged: "1", superseded: "1" });
    expect(rowOf(within.left, '"open"."orders"', id)).toMatchObject({ total: "7.00" });
  });

  test("nulls come and go, in open columns and in the sealed twin", async () => {
    const id = fresh();
    await merged("orders", [order(id, 1, { personId: nobody, comment: sealed("é") }), order(id + 1, 1)]);
    const second = [order(id, 2, { total: "3.00" }), order(id + 1, 2, { personId: nobody, comment: sealed("œ") })];
    const { left } = await merged("orders", second);
    expect(rowOf(left, '"open"."orders"', id)).toMatchObject({ person_id: null });
    expect(rowOf(left, '"sealed"."orders"', id)).toMatchObject({ comment: null });
    expect(rowOf(left, '"open"."orders"', id + 1)).toMatchObject({ person_id: nobody });
    expect(rowOf(left, '"sealed"."orders"', id + 1)).toMatchObject({
      comment: `\\x${Buffer.from("œ").toString("hex")}`,
    });
  });

  test("a sealed value stays as it is while its row says the same, and follows no older version", async () => {
    const id = fresh();
    const says = (at: number, bytes: string, hash: string): LandedRow => ({
      ...order(id, at),
      comment: sealed(bytes),
      _h: hash,
    });
    await merged("orders", [says(5, "one", "same")]);
    await merged("orders", [says(6, "sealed anew", "same")]);
    const { left } = await merged("orders", [says(4, "older", "other")]);
    expect(rowOf(left, '"sealed"."orders"', id)).toMatchObject({ comment: `\\x${Buffer.from("one").toString("hex")}` });
    const newer = await merged("orders", [says(7, "newer", "other")]);
    expect(rowOf(newer.left, '"sealed"."orders"', id)).toMatchObject({
      comment: `\\x${Buffer.from("newer").toString("hex")}`,
    });
  });

  test("keys and texts that differ by accent or case are different", async () => {
    const codes = ["e", "E", "é", "É", "ß", "ss"];
    const { slice, left } = await merged(
      "places",
      codes.map((code) => place(code, `Évry ${code}`)),
    );
    expect(slice).toMatchObject({ merged: String(codes.length), superseded: "0" });
    expect(rowOf(left, '"open"."places"', "É")).toMatchObject({ name: "Évry É" });
    const again = await merged("places", [place("e", "ÉVRY e"), place("é", "Évry é")]);
    expect(again.slice).toMatchObject({ merged: "1", unchanged: "1" });
  });

  test.each([
    ["2026-03-28T23:30:00Z", "2026-03-29"],
    ["2026-03-29T21:59:59.999Z", "2026-03-29"],
    ["2026-03-29T22:00:00Z", "2026-03-30"],
    ["2026-10-24T22:00:00Z", "2026-10-25"],
    ["2026-10-25T22:59:59.999Z", "2026-10-25"],
    ["2026-10-25T23:00:00Z", "2026-10-26"],
  ])(
    "an order that moves to %s, about a day on which clocks change, touches its old day and %s",
    async (orderedAt, day) => {
      const id = fresh();
      await merged("orders", [order(id, 1, { orderedAt: "2026-10-01T12:00:00Z" })]);
      const { slice, left } = await merged("orders", [order(id, 2, { orderedAt })]);
      expect(slice).toMatchObject({ days: [day, "2026-10-01"].sort() });
      expect(rowOf(left, '"open"."orders"', id)).toMatchObject({ business_day: day });
    },
  );

  test("lines take the day of their order, whichever comes first, and move along with it", async () => {
    const id = fresh();
    await merged("lines", [line(id, id, 1), line(id + 1, id, 1)]);
    const came = await merged("orders", [order(id, 1, { orderedAt: "2026-10-25T00:30:00Z" })]);
    expect(came.told).toContainEqual({ asset: "lines", rows: 2, days: ["2026-10-25"] });
    const moved = await merged("orders", [order(id, 2, { orderedAt: "2026-10-25T23:30:00Z" })]);
    expect(moved.told).toContainEqual({ asset: "lines", rows: 2, days: ["2026-10-25", "2026-10-26"] });
    const late = await merged("lines", [line(id + 2, id, 1)]);
    expect(late.slice).toMatchObject({ days: ["2026-10-26"] });
  });

  test("any versions of orders and lines, in loads and parts of any order", async () => {
    const version = fc.record({
      of: fc.nat(2),
      at: fc.nat(2),
      says: fc.nat(2),
      day: fc.constantFrom(24, 25, 26),
      none: fc.boolean(),
    });
    const batch = fc.record({
      isOrders: fc.boolean(),
      load: fc.nat(2),
      rows: fc.array(version, { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 5 }), async (batches) => {
        const id = fresh();
        const loads = [loadId(), loadId(), loadId()];
        for (const [part, { isOrders, load, rows }] of batches.entries())
          await merged(
            isOrders ? "orders" : "lines",
            rows.map(({ of, at, says, day, none }) =>
              isOrders
                ? order(id + of, at, {
                    total: `${says}.50`,
                    orderedAt: `2026-10-${day}T22:30:00Z`,
                    comment: none ? null : sealed(`é${says}`),
                  })
                : line(id + of, id + says, at, `${day}.00`),
            ),
            `${loads[load]}${isOrders ? "O" : "L"}`,
            part + 1,
          );
      }),
      { numRuns: 15 },
    );
  });
});

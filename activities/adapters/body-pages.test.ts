import fc from "fast-check";
import { expect, test } from "vitest";
import { passOf } from "../../test/harness/loopback.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { PageCursor } from "../../core/ports/source-reader.ts";
import { bodyPages, type BodySource } from "./body-pages.ts";
import { sourceError } from "./source-errors.ts";

type Row = { readonly id: number; readonly v: number };
/** What happens to the list before it is asked for again: rows leave, change where they stand, change and go to the front or the end, come. */
const happening = fc.record({
  what: fc.constantFrom("leave", "change", "front", "end", "come"),
  row: fc.nat(4_000),
});
/** Where a body is cut, or nowhere; and what happens before the next one is asked for. */
const body = fc.record({ cut: fc.option(fc.nat(4_500)), events: fc.array(happening, { maxLength: 4 }) });

function changed(
  rows: readonly Row[],
  { what, row }: { readonly what: string; readonly row: number },
  v: number,
): readonly Row[] {
  if (what === "come") return [...rows, { id: 10_000 + v, v }];
  const at = row % Math.max(1, rows.length);
  const found = rows[at];
  if (found === undefined) return rows;
  const rest = rows.toSpliced(at, 1);
  if (what === "leave") return rest;
  const newer = { ...found, v };
  return what === "front" ? [newer, ...rest] : what === "end" ? [...rest, newer] : rows.with(at, newer);
}

/** Bodies one after another, each cut as told; the list goes on changing between them. */
function sourceOf(
  start: readonly Row[],
  bodies: readonly {
    readonly cut: number | null;
    readonly events: readonly { readonly what: string; readonly row: number }[];
  }[],
) {
  let [rows, version, opened, held] = [start, 10_000, 0, 0];
  const source: BodySource = {
    signal: new AbortController().signal,
    tries: 1,
    open: async () => {
      if (opened > 0) for (const event of bodies[opened - 1]?.events ?? []) rows = changed(rows, event, ++version);
      opened++;
      expect(++held).toBe(1);
      return {
        answer: { status: 200, headers: {}, body: (async function* () {})() },
        turn: { [Symbol.dispose]: () => void held-- },
      };
    },
    records: async function* () {
      const cut = bodies[opened - 1]?.cut ?? Infinity;
      for (const [at, row] of rows.entries()) {
        if (at >= cut) throw sourceError.truncated("shop/things");
        yield row;
      }
      if (rows.length > cut) throw sourceError.truncated("shop/things");
      return undefined;
    },
  };
  return { source, now: () => rows, held: () => held };
}

test("of a list that changes between bodies that are cut, any row there at the start and at the end is read at that version or newer, and one slot is held at most", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(4_000), fc.array(body, { maxLength: 4 }), async (count, bodies) => {
      const start = Array.from({ length: count }, (_, at) => ({ id: at, v: at }));
      const { source, now, held } = sourceOf(start, bodies);
      const newest = new Map<number, number>();
      const keep = ({ id, v }: ApiRecord) => newest.set(Number(id), Math.max(Number(v), newest.get(Number(id)) ?? -1));
      let from: PageCursor | undefined;
      for (let attempt = 0, ended = false; !ended; attempt++) {
        expect(attempt).toBeLessThanOrEqual(bodies.length);
        try {
          for await (const page of bodyPages({ ...passOf({ kind: "whole" }), from }, source)) {
            page.records.reveal().forEach(keep);
            from = page.next;
          }
          ended = true;
        } catch (error) {
          expect(error).toMatchObject({ code: "source.truncated" });
        }
        expect(held()).toBe(0);
      }
      const left = new Set(now().map(({ id }) => id));
      for (const { id, v } of start) if (left.has(id)) expect(newest.get(id), `row ${id}`).toBeGreaterThanOrEqual(v);
    }),
    { numRuns: 150 },
  );
});

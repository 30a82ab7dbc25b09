import fc from "fast-check";
import { expect, test } from "vitest";
import { passOf } from "../../test/harness/loopback.ts";
import { byKeyset, byOffset, byPage, listOf, rowsOf } from "../../test/harness/paged-list.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { PageCursor } from "../../core/ports/source-reader.ts";
import { httpPages } from "./http-pages.ts";

/** What happens to the list ahead of a request: rows leave, change where they stand or at the end, come. */
const happening = fc.record({
  ahead: fc.nat(40),
  what: fc.constantFrom("leave", "change", "come"),
  row: fc.nat(30),
});

test.each([
  ["page numbers, in order of id", byPage, false],
  ["page numbers, in order of change", byPage, true],
  ["offsets, in order of id", byOffset, false],
  ["offsets, in order of change", byOffset, true],
  ["keyset, in order of id", byKeyset, false],
] as const)(
  "by %s: any row there at the start and at the end is read at that version or newer",
  async (_, paging, byChange) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.array(happening, { maxLength: 12 }),
        fc.nat(20),
        async (count, events, dies) => {
          const rows = rowsOf(count).map((row) => ({ id: Number(row["id"]), v: Number(row["v"]) }));
          const start = rows.map((row) => ({ ...row }));
          let [version, next] = [1_000, 1_000];
          const happen = (request: number): void => {
            for (const { what, row } of events.filter(({ ahead }) => ahead === request)) {
              const at = row % Math.max(1, rows.length);
              if (what === "come") rows.push({ id: ++next, v: ++version });
              else {
                const [found] = rows.splice(at, 1);
                if (what === "change" && found !== undefined)
                  rows.splice(byChange ? rows.length : at, 0, { ...found, v: ++version });
              }
            }
          };
          const pass = passOf(paging);
          const list = listOf(() => rows, pass, happen);
          const read: ApiRecord[] = [];
          let reached: PageCursor | undefined;
          let pages = 0;
          for await (const page of httpPages(pass, list.fetchPage)) {
            read.push(...page.records.reveal());
            reached = page.next;
            if (pages++ === dies) break;
          }
          if (reached !== undefined)
            for await (const page of httpPages({ ...pass, from: reached }, list.fetchPage))
              read.push(...page.records.reveal());
          const left = new Set(rows.map(({ id }) => id));
          for (const { id, v } of start)
            if (left.has(id))
              expect(
                Math.max(...read.filter((row) => row["id"] === id).map((row) => Number(row["v"]))),
                `row ${id}`,
              ).toBeGreaterThanOrEqual(v);
        },
      ),
      { numRuns: 400 },
    );
  },
);

import { expect, test } from "vitest";
import type { Epoch } from "../core/ports/identity-store.ts";
import { withStores, type Certificate } from "./certificate.ts";

const erasedAt = "2026-11-28T05:00:00.000Z";
const epochDueAt = "2026-12-05T05:00:00.000Z";
const certificate: Certificate = {
  request: "R",
  openedAt: erasedAt,
  erasedAt,
  people: 1,
  erasedBefore: 1,
  epochs: [1, 2],
  rows: [],
  epochDueAt,
};
const destroyed = (epoch: number, effectiveAt: string): Epoch => ({ epoch, state: "destroyed", effectiveAt });
const active = (epoch: number): Epoch => ({ epoch, state: "active", effectiveAt: null });
const backups = "write-ahead logs, backups and copies of the database and the identity store";

/** From when on copies of before open no more, as the certificate says. */
const copies = (over: Partial<Certificate>, epochs: readonly Epoch[]) =>
  withStores({ ...certificate, ...over }, epochs)
    .stores.filter(({ store }) => store === backups || store === "landed objects, all versions")
    .map(({ at, dueAt }) => [at, dueAt]);

test("copies of before open no more once the last of the epochs has ended; until then the certificate says by when that is due", () => {
  const first = destroyed(1, "2026-11-30T00:00:00.000Z");
  const toCome = [null, epochDueAt];
  expect(copies({}, [first, active(2)])).toEqual([toCome, toCome]);
  const ended = ["2026-12-04T00:00:00.000Z", undefined];
  expect(copies({}, [first, destroyed(2, "2026-12-04T00:00:00.000Z"), active(3)])).toEqual([ended, ended]);
});

test("a certificate that names no epoch promises no end: one of before, of people who were erased earlier", () => {
  const toCome = [null, epochDueAt];
  expect(copies({ epochs: [] }, [destroyed(1, "2026-11-30T00:00:00.000Z"), active(2)])).toEqual([toCome, toCome]);
});

test("a certificate says whether facts of one person share a pseudonym of nobody's or have one each", () => {
  const live = (over: Partial<Certificate>) => withStores({ ...certificate, ...over }, []).stores[0]?.what;
  expect(live({})).toBe("rows and sealed values deleted; facts keep a pseudonym of nobody");
  expect(live({ facts: "apart" })).toBe(
    "rows and sealed values deleted; facts have a pseudonym of nobody each, also in marts once their days are built anew, so that counts by person change; in landed objects those of one person share theirs",
  );
});

test("a certificate about nobody speaks of no store", () => {
  expect(withStores({ ...certificate, people: 0, epochs: [] }, []).stores).toEqual([]);
});

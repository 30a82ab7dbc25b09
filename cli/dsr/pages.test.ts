import { expect, test } from "vitest";
import { withStores, type Certificate, type SignedCertificate } from "../../pii/certificate.ts";
import { erasureProof } from "../../pii/erasure-proof.ts";
import { effectOf } from "./effect-of.ts";
import { certificatePage } from "./pages.ts";

const at = "2026-11-28T05:00:00.000Z";
const epochDueAt = "2026-12-05T05:00:00.000Z";
const certificate: Certificate = {
  request: "01JREQUEST",
  openedAt: at,
  erasedAt: at,
  people: 1,
  erasedBefore: 0,
  tried: 1,
  proof: erasureProof,
  epochs: [1],
  rows: [],
  recipients: [{ purpose: "accounting", recipients: ["accountants", "tax authority on demand"] }],
  epochDueAt,
};
const shown = (over: Partial<Certificate> = {}): SignedCertificate => ({
  ...withStores({ ...certificate, ...over }, [{ epoch: 1, state: "active", effectiveAt: null }]),
  signature: null,
});

test("a certificate says of each store from when on, by when or until what", () => {
  const told = Object.fromEntries(shown().stores.map((effect) => [effect.store, effectOf(effect)]));
  expect(told).toEqual({
    "live database": at,
    marts: at,
    "identity store": at,
    "Temporal histories, logs, metrics": at,
    "values that are not sealed, in landed objects":
      "until the bucket's lifecycle removes them: 35 days after they were landed, where the bucket has its rule",
    "values that are not sealed, in write-ahead logs, backups and copies of the database":
      "until each is written over or expires, as whoever runs the database has set it: no date is known here",
    "look-ups beside pseudonyms, in write-ahead logs, backups and copies of the identity store":
      "until each is written over or expires: the latest backup alone is to be kept of it",
    "ledger of erasures": "until the installation ends",
    staging: "until the load's end deletes them",
    "answers that the API and browsers keep": "until 11 minutes after each was made",
    "what was handed out before": "until they are deleted by hand",
    "identity store, look-up for suppression": "until 90 days after a source sent the id last",
    "audit of reveals": "until 12 months after each line, with the first reveal of a day",
    "audit of what operators did": "until 12 months after each row, with the first run of a day",
    "files of bulk reveals": "until 24 hours after each was made",
    "objects refused in inbox/": "until 35 days after they were dropped, where the bucket has its rule",
    "landed objects, all versions": `by ${epochDueAt}`,
    "write-ahead logs, backups and copies of the database and the identity store": `by ${epochDueAt}`,
  });
  expect(effectOf({ at: null, dueAt: null })).toBe("by the next rotation");
});

test("its page says which key is to be destroyed by when, and whom to tell for which purpose", async () => {
  const page = await certificatePage(shown());
  expect(page).toContain(`the key is to be destroyed by ${epochDueAt}`);
  expect(page).toContain("24 hours after each was made");
  expect(page).toMatch(/accounting<\/td>\s*<td>accountants, tax authority on demand/);
});

test("its page says how many facts of which table were parted, and that counts by person change; else nothing of it", async () => {
  const rows = [
    { table: "clients", open: 1, sealed: 1 },
    { table: "orders", open: 0, sealed: 2, parted: 3 },
    { table: "visits", open: 0, sealed: 0, parted: 4 },
  ];
  const page = await certificatePage(shown({ facts: "apart", rows }));
  expect(page).toContain(
    "Facts that got a pseudonym of their own each: 7 (orders 3, visits 4). None leads to another any more; counts by person take each for somebody else&#39;s.",
  );
  expect(page).not.toMatch(/<td>visits<\/td>/);
  expect(await certificatePage(shown({ rows: rows.slice(0, 1) }))).not.toContain("Facts that got");
});

test("its page tells what is gone apart from what stays, in which marts rows went, and what was looked at and what was not", async () => {
  const rows = [{ table: "people_daily", open: 0, sealed: 0, mart: 41 }];
  const [gone = "", stays = ""] = (await certificatePage(shown({ rows }))).split("What stays for a while");
  expect([gone.includes("<td>marts</td>"), gone.includes("backups and copies of the database and the")]).toEqual([
    true,
    true,
  ]);
  expect([gone.includes("audit of reveals"), stays.includes("audit of reveals")]).toEqual([false, true]);
  expect(stays).toMatch(/<td>people_daily<\/td>\s*<td>0<\/td>\s*<td>0<\/td>\s*<td>41<\/td>/);
  const [looked = "", notLooked = ""] = stays.split("Not looked at:");
  expect(looked).toContain(
    "marts with a column that refers to people: no row names them, and no build writes one that does",
  );
  expect(notLooked).toContain("bytes of data files, write-ahead logs, backups");
});

test("the page of a certificate about nobody says that nothing was held, with no table of stores or rows", async () => {
  const page = await certificatePage({ ...shown({ people: 0, tried: 0, recipients: [] }), stores: [] });
  expect(page).toContain("nothing was held, and nothing was erased");
  expect(page).not.toContain("<table>");
});

test("a certificate whose proof did not look at marts leaves them to their builds, unless everybody was erased before", () => {
  const { proof, ...before } = certificate;
  const effect = (over: Partial<Certificate>) =>
    withStores({ ...before, ...over }, []).stores.find(({ store }) => store === "marts");
  expect([proof, effect({})?.at, effect({})?.until]).toEqual([erasureProof, null, "the first build after the erasure"]);
  expect(effect({ erasedBefore: 1 })?.at).toBe(at);
});

test("the page of a certificate that names no recipients says nothing of them", async () => {
  expect(await certificatePage(shown({ recipients: [] }))).not.toContain("Whom to tell");
});

import { expect, test } from "vitest";
import { json, loopback } from "../../test/harness/loopback.ts";
import { journeyLines } from "./journey-lines.ts";
import { personJourney } from "./person-journey.ts";

const pid = "00000000-0000-4000-8000-000000000009";
const head = { begins: "AQERERERERERERERERERERER", format: 1, suite: 1, key: "00c0ffee", bytes: 75 };
const copies = { pid, epoch: 1, part: "v1/ponton/clients/part-00001.jsonl.gz", line: 3, landed: head, stored: head };
const line = {
  seq: 4,
  at: "2026-05-02T00:00:00.000Z",
  what: "reveal",
  caller: "key:one",
  pid,
  request: null,
  purpose: "guest-relations",
  ticket: "DEMO-1",
  fields: ["clients.lastName"],
  code: null,
  reason: null,
};
const erasedAt = "2026-05-02T00:00:01.000Z";
const store = { store: "live database", what: "rows deleted", at: erasedAt };
const request = {
  id: "01JREQUEST",
  erasedAt,
  certificate: {
    rows: [
      { table: "clients", open: 1, sealed: 1 },
      { table: "people_daily", open: 0, sealed: 0, mart: 2 },
    ],
    stores: [store, { store: "backups", what: "", at: null }],
  },
};

/** A journey on a vendor of one client with an order, whose reveals are answered by these statuses in turn; null copies: she was erased before. */
async function journey(statuses: readonly number[], sealed: typeof copies | null = copies) {
  const left = [...statuses];
  const url = await loopback((_, response, { pathname }) => {
    if (pathname === "/__sim/ledger/clients") return json(response, [{ id: 7, deleted_at: null }]);
    if (pathname === "/__sim/ledger/orders") return json(response, [{ client_id: 7 }]);
    const body = { audit: 4, values: [{ value: "Exemple" }], code: "pii.unknown-person" };
    return json(response, body, {}, left.shift() ?? 500);
  });
  const answers: Readonly<Record<string, unknown>> = {
    sealedCopies: sealed,
    listReveals: [line],
    openRequest: request,
    showRequest: request,
  };
  return personJourney({
    control: async (name) => JSON.parse(JSON.stringify(answers[name] ?? null)),
    client: { workflow: { execute: async () => undefined as never } },
    ponton: { url, world: { clock: Date.parse(line.at) } },
    runtime: { listening: { apiUrl: url, eventUrl: undefined } },
  });
}

test("the journey is told without a clear value: heads, the audit's line, the certificate's dates, the refusal", async () => {
  const lines = journeyLines(await journey([200, 404]));
  expect(lines).toEqual([
    "One person's journey: clients.lastName of a made-up client",
    "  in S3      v1/ponton/clients/part-00001.jsonl.gz, line 3",
    '             "AQERERERERERERERERERERER…", format 1, suite 1, key 00c0ffee…, 75 bytes, the key in epoch 1',
    "  in the database, table sealed.clients",
    '             "AQERERERERERERERERERERER…", format 1, suite 1, key 00c0ffee…, 75 bytes',
    "  revealed   ••• (7 characters, shown to the caller alone)",
    "  audit      line 4, 2026-05-02T00:00:00.000Z: reveal of clients.lastName to key:one for guest-relations, ticket DEMO-1",
    "  erased     request 01JREQUEST, 2026-05-02T00:00:01.000Z: of clients 1 open and 1 sealed rows deleted, of people_daily 2 rows deleted; its certificate:",
    "             live database: 2026-05-02T00:00:01.000Z",
    "             backups: by the next rotation",
    "  asked again: refused, 404 pii.unknown-person",
    "  more of it: npm run sillage -- reveals list, audit verify, dsr show <request>",
    "             and pii rotate --epoch, after which dsr show says from when on no older copy opens",
  ]);
});

test("where everybody who has orders was erased before, it says so", async () => {
  expect(journeyLines(await journey([], null))).toEqual(["One person's journey: nobody is left who has orders."]);
});

test("a reveal that is refused fails the demo", async () => {
  await expect(journey([503])).rejects.toMatchObject({
    code: "demo.no-reveal",
    message:
      "The reveal was answered 503, or has no line in the audit. See `npm run sillage -- reveals list` for its refusal, then start the demo again: it goes on from there.",
  });
});

test("a reveal that is answered after the erasure fails the demo", async () => {
  await expect(journey([200, 200])).rejects.toMatchObject({
    code: "demo.not-refused",
    message:
      "A reveal of whom request 01JREQUEST erased was answered. See `npm run sillage -- dsr show 01JREQUEST`, and replay the ledger with `erasures replay`.",
  });
});

import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import type { ObjectInfo } from "../../core/ports/object-store.ts";
import type { RetentionReport } from "../../core/register/retention.ts";
import { erasureLedger } from "../../pii/erasure-ledger.ts";
import { gateRow } from "../../pii/gate.ts";
import { createKeyring } from "../../pii/keyring.ts";
import { auditHeads } from "../../pii/reveals/audit-heads.ts";
import { bulkFiles } from "../../pii/reveals/bulk-files.ts";
import { memoryIdentityStore } from "../../test/fakes/memory-identity-store.ts";
import { memoryObjectStore } from "../../test/fakes/memory-object-store.ts";
import { columnOf, tableOf } from "../../test/fakes/specs.ts";
import { throwAwayKek } from "../../test/fakes/throw-away-kek.ts";
import type { KeptResult } from "../../db/declare/kept-result.ts";
import { examine } from "../doctor/check-up.ts";
import { drainLimits } from "./drain-limits.ts";
import { piiCheckUps, type PiiLook } from "./pii-check-ups.ts";

const risk = {
  kind: "uniqueShare",
  columns: ["born"],
  atMost: 0.01,
  name: "reidentification_risk",
  severity: "warn",
} as const;
const clients = tableOf("clients", {
  subject: "client",
  purposes: ["serving"],
  ignored: ["known"],
  checks: [risk],
  columns: [
    columnOf("id", { key: 1, derive: { kind: "pid", entity: "client" } }),
    columnOf("email", { personal: { what: "email", action: "seal" } }),
    columnOf("note", { personal: { what: "free text", action: "drop" } }),
    columnOf("born", { derive: { kind: "birth-year" } }),
    columnOf("sex", { processing: { what: "sex" } }),
  ],
});
const loadId = "01JDKQ0000000000000000000A";
const folder = (day: string, table = "clients") => `v1/shop/${table}/dt=${day}/load=${loadId}/`;
const result: KeptResult = {
  asset: "clients",
  check: "reidentification_risk",
  at: "2026-11-28T02:00:00.000Z",
  state: "passed",
  figure: 0.004,
  bound: "at most 0.01",
  failing: 2,
  cause: "run/1",
};
const onTime: RetentionReport = {
  subject: "client",
  years: 3,
  cutoff: "2023-11-28",
  people: 500,
  due: 0,
  daysOverdue: 0,
  nextDue: "2026-12-24",
};

let store: ReturnType<typeof memoryObjectStore>;
beforeEach(() => {
  store = memoryObjectStore();
});
const put = (key: string, body: Uint8Array | string) =>
  store.put(key, typeof body === "string" ? new TextEncoder().encode(body) : body);
const putManifest = (day: string, unknownFields: readonly string[], table?: string) =>
  put(
    `${folder(day, table)}_manifest.json`,
    JSON.stringify({ v: 1, loadId, table: table ?? "clients", parts: [], next: {}, rows: 0, unknownFields }),
  );
const putPart = (day: string, rows: readonly object[]) =>
  put(`${folder(day)}part-00001.f1a1.jsonl.gz`, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
const found = async (part: string, over: Partial<PiiLook> = {}) => {
  const findings = await examine(
    piiCheckUps({
      tables: [clients],
      gate: gateRow,
      since: "2026-11-01",
      store: async () => store,
      results: async () => [result],
      retentions: async () => [onTime],
      epochsDue: async () => ["2026-12-01T00:00:00.000Z"],
      hanging: async () => ({ keys: 0, indexes: 0 }),
      now: "2026-11-28T02:00:00.000Z",
      ...over,
    }),
  );
  return findings.find((finding) => finding.part === part);
};

test("where nothing is wrong, each part says what was seen", async () => {
  await putPart("2026-11-27", [{ id: "a", born: 1990, sex: 1 }]);
  const parts = [
    "register",
    "classify me",
    "bucket",
    "unknown objects",
    "re-identification",
    "retention",
    "epochs",
    "rotations",
  ];
  expect(await Promise.all(parts.map((part) => found(part)))).toEqual([
    {
      part: "register",
      state: "ok",
      detail: "5 personal fields: 1 sealed, 1 dropped, 1 pseudonyms, 1 generalised, 1 kept",
    },
    { part: "classify me", state: "ok", detail: "every field that came since 2026-11-01 is declared" },
    { part: "bucket", state: "ok", detail: "nothing in clear in 1 lines of 1 parts since 2026-11-01" },
    { part: "unknown objects", state: "ok", detail: "none: each of 1 objects is one of ours" },
    {
      part: "re-identification",
      state: "ok",
      detail: "clients: a share of 0.004 (2 people) can be told apart, at most 0.01",
    },
    { part: "retention", state: "ok", detail: "client: 0 of 500 are due, overdue by 0 days" },
    { part: "epochs", state: "ok", detail: "1 certificates wait for their epoch's end, none overdue" },
    {
      part: "rotations",
      state: "ok",
      detail: "no key of before and no version of the blind indexes drains for longer than it may",
    },
  ]);
});

test("undeclared fields that came lately are told once, with the last day; declared, ignored and old ones are not", async () => {
  await putManifest("2026-10-01", ["old"]);
  await putManifest("2026-11-02", ["nickname"]);
  await putManifest("2026-11-05", ["nickname", "address.door", "known", "sex"]);
  await putManifest("2026-11-05", ["x"], "nobodys");
  expect(await found("classify me")).toMatchObject({
    state: "warning",
    detail: "2 undeclared fields came: clients.address.door (2026-11-05); clients.nickname (2026-11-05)",
    fix: expect.stringContaining("Classify each"),
  });
});

test("a part that holds a value in clear fails, by its line and field and never by the value", async () => {
  await putPart("2026-11-27", [{ id: "a" }, { id: "b", email: "zoe@example.org" }, { id: "c", nickname: "Zoé" }]);
  const finding = await found("bucket");
  expect(finding).toMatchObject({
    state: "failed",
    detail: `1 of 1 parts since 2026-11-01 hold what landing never leaves: ${folder("2026-11-27")}part-00001.f1a1.jsonl.gz line 2: its field "email" is not sealed`,
  });
  expect(JSON.stringify(finding)).not.toContain("zoe");
});

test("a part that is no gzip, or holds no JSON, fails", async () => {
  await put(`${folder("2026-11-27")}part-00001.f1a1.jsonl.gz`, "Zoé");
  expect(await found("bucket")).toMatchObject({
    state: "failed",
    detail: expect.stringMatching(/line 1: it is no gzip of JSON Lines$/),
  });
});

test("parts of before the days that are looked at are left alone", async () => {
  await putPart("2026-10-01", [{ nickname: "Zoé" }]);
  expect(await found("bucket")).toMatchObject({ state: "ok", detail: expect.stringContaining("0 lines of 0 parts") });
});

test("what lies in the bucket of a table that nobody declares fails, and is not counted as clean", async () => {
  for (const part of ["part-00001.f1a1.jsonl.gz", "part-00002.f1a1.jsonl.gz"])
    await put(`${folder("2026-10-01", "nobodys")}${part}`, gzipSync(`{"email":"zoe@example.org"}\n`));
  await put("state/nobodys.json", "{}");
  expect(await found("bucket")).toMatchObject({ detail: expect.stringContaining("0 lines of 0 parts") });
  expect(await found("unknown objects")).toMatchObject({
    state: "failed",
    detail: "2 folders are of tables that nobody declares: state/nobodys.json; v1/shop/nobodys/",
    fix: expect.stringMatching(/^Classify or remove each/),
  });
});

test("objects that nobody of ours puts fail by their keys; marks of folders do not", async () => {
  await putPart("2026-11-27", [{ id: "a" }]);
  await put("export\u001b[2J.csv", "zoe@example.org");
  await put(`${folder("2026-11-27")}copy.csv`, "zoe@example.org");
  await put("inbox/", "");
  const finding = await found("unknown objects");
  expect(finding).toMatchObject({
    state: "failed",
    detail: `2 of 3 objects are none of ours: export\uFFFD[2J.csv; ${folder("2026-11-27")}copy.csv`,
  });
  expect(JSON.stringify(finding)).not.toContain("zoe");
});

test("what the product itself keeps in the bucket is known", async () => {
  await putManifest("2026-11-27", []);
  const nobody = { caller: "desk", pid: null, request: null, detail: "{}" };
  await auditHeads(store).keep({
    seq: 1,
    at: "2026-11-27T02:00:00.000Z",
    what: "reveal",
    mac: Buffer.alloc(32),
    ...nobody,
  });
  const keyring = createKeyring(memoryIdentityStore(), await throwAwayKek());
  await erasureLedger(store, keyring).append({ seq: 1, day: "2026-11-27", pids: [] });
  await bulkFiles({ store, keyring, deployment: "test" }).put(randomUUID(), "a file");
  expect(await found("unknown objects")).toMatchObject({
    state: "ok",
    detail: "none: each of 4 objects is one of ours",
  });
});

test("of a bucket full of unknown objects the first twenty are told, and nothing is kept of the others", async () => {
  async function* many(): AsyncGenerator<ObjectInfo> {
    for (let at = 1; at <= 100_000; at++) yield { key: `backup/${at}`, bytes: 1, etag: "", lastModified: new Date(0) };
  }
  const finding = await found("unknown objects", {
    store: async () => ({ ...store, list: (prefix) => (prefix === "" ? many() : store.list(prefix)) }),
  });
  expect(finding?.detail).toMatch(/^100000 of 100000 objects are none of ours: backup\/1; .*; backup\/20; 99980 more$/);
});

test("files that were dropped and wait in clear are told", async () => {
  await put("inbox/clients/list.csv", "id");
  expect(await found("bucket")).toMatchObject({
    state: "warning",
    detail: expect.stringContaining("1 dropped files wait in clear: inbox/clients/list.csv"),
  });
});

test("too many people who can be told apart warn, and so does a table of people that measures nothing", async () => {
  expect(
    await found("re-identification", {
      results: async () => [{ ...result, state: "failed", figure: 0.62, failing: 310 }],
    }),
  ).toMatchObject({
    state: "warning",
    detail: "clients: a share of 0.62 (310 people) can be told apart, at most 0.01",
    fix: expect.stringContaining("coarser"),
  });
  expect(await found("re-identification", { tables: [{ ...clients, checks: [] }] })).toMatchObject({
    state: "warning",
    detail: "clients: nobody measures how many people can be told apart",
  });
  expect(await found("re-identification", { results: async () => [] })).toMatchObject({
    state: "ok",
    detail: "not measured yet: the next run of the table does",
  });
});

test("people who are kept for too long fail, with the days", async () => {
  const late = { ...onTime, due: 4, daysOverdue: 12 };
  expect(await found("retention", { retentions: async () => [late] })).toMatchObject({
    state: "failed",
    detail: "client: 4 of 500 are due, overdue by 12 days",
    fix: expect.stringContaining("--enforce"),
  });
  expect(await found("retention", { retentions: async () => [] })).toMatchObject({
    state: "ok",
    detail: "nobody is kept",
  });
});

test("an epoch that should have ended by a certificate fails, with the earliest promise", async () => {
  const epochsDue = async () => ["2026-11-27T00:00:00.000Z", "2026-11-20T00:00:00.000Z", "2026-12-01T00:00:00.000Z"];
  expect(await found("epochs", { epochsDue })).toMatchObject({
    state: "failed",
    detail:
      "2 certificates promised their epoch's end by now, the first by 2026-11-20T00:00:00.000Z: it is not destroyed",
    fix: expect.stringContaining("sillage pii rotate --epoch"),
  });
});

test("keys and versions that drain for longer than they may fail", async () => {
  expect(await found("rotations", { hanging: async () => ({ keys: 2, indexes: 1 }) })).toMatchObject({
    state: "failed",
    detail:
      "2 keys of people drain for over 37 days, 1 versions of the blind indexes for over 2: each opens, or finds people, until it is destroyed",
    fix: expect.stringContaining("pii/drain-person"),
  });
  expect(await found("rotations", { hanging: async () => ({ keys: 0, indexes: 1 }) })).toMatchObject({
    state: "failed",
  });
});

test("a key may drain for 37 days, a version of the blind indexes for two", () => {
  expect(drainLimits(new Date("2026-11-28T02:00:00.000Z"))).toEqual({
    keys: "2026-10-22T02:00:00.000Z",
    indexes: "2026-11-26T02:00:00.000Z",
  });
});

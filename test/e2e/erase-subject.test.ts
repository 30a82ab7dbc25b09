import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ShownRequest } from "../../pii/request-desk.ts";
import type { IndexRotationResult, PersonRotationResult } from "../../workflows/contracts/runs.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { clientAlone } from "../harness/client-alone.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { peopleAnswers } from "../harness/people-answers.ts";
import { startLine } from "../harness/run-command.ts";

let out: string;
let night: TestDemo;
/** A client of the simulator's who bought and came, merged with nobody: whoever is erased. */
let her: { readonly id: string; readonly email: string };
let pid: string;
let request: string;
/** A request about her of after her erasure. */
let later: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "sillage-e2e-answer-"));
  night = await begunDemo();
  her = clientAlone(night);
});
afterAll(async () => {
  await night.stop();
  await rm(out, { recursive: true, force: true });
});

/** A command on this stack, its personal value on standard input; its answer. */
async function sillage<Answer>(line: string, said = ""): Promise<Answer> {
  const { code, stdout, stderr } = await startLine(
    `printf '%s\\n' "$SAID" | node bin/sillage.js ${line} --data-dir ${night.dataDir} --json`,
    { SAID: said },
  ).ended;
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
}

const query = (text: string) => night.demo.control<readonly Record<string, unknown>[]>("query", text);
const countOf = async (from: string): Promise<number> =>
  Number((await query(`select count(*)::int as n from ${from}`))[0]?.["n"]);

/** From when on what was landed, and what is in logs and backups, opens no more, as a certificate says. */
const endsOfCopies = ({ certificate }: ShownRequest) =>
  certificate?.stores.filter(({ store }) => /^(?:landed|write-ahead)/.test(store)).map(({ at }) => at);

test("a request is filed by e-mail address, and exported whole, readable by its owner alone", async () => {
  const filed = await sillage<ShownRequest>("dsr open --email", her.email.toUpperCase());
  expect(filed).toMatchObject({ people: 1, erasedAt: null });
  request = filed.id;
  await sillage(`dsr export ${request} --out ${join(out, "export")}`);
  const exported = await readFile(join(out, "export", "export.json"), "utf8");
  const { people } = JSON.parse(exported);
  const tables = new Map<string, { readonly rows: readonly Record<string, unknown>[]; readonly missing: number }>(
    people[0].map((table: { readonly table: string }) => [table.table, table]),
  );
  expect(tables.get("clients")?.rows).toMatchObject([{ email: her.email }]);
  expect(tables.get("clients")?.missing).toBe(0);
  expect(tables.get("orders")?.rows.length).toBeGreaterThan(0);
  pid = String(tables.get("clients")?.rows[0]?.["id"]);
  expect(await readFile(join(out, "export", "export.html"), "utf8")).toContain(her.email);
  expect(await readFile(join(out, "export", "person-1-clients.csv"), "utf8")).toContain(her.email);
  expect((await stat(join(out, "export", "export.json"))).mode & 0o777).toBe(0o600);
});

test("blind indexes go to a new version, under which she is found as before, and nobody by the old one", async () => {
  const counted = await sillage<IndexRotationResult>("pii rotate --index --dry-run");
  expect(counted).toMatchObject({ from: 1, to: 2, dropped: false });
  const done = await sillage<IndexRotationResult>("pii rotate --index");
  expect(done).toEqual({ from: 1, to: 2, values: counted.values, lagging: 0, resumed: false, dropped: true });
  expect(done.values).toBeGreaterThan(0);
  const again = await sillage<ShownRequest>("dsr open --email", her.email);
  expect(again.people).toBe(1);
});

test("her key is rotated: what is stored of her is sealed anew, opens, and the audit says who ordered it and why", async () => {
  const counted = await sillage<PersonRotationResult>(`pii rotate --person ${request} --dry-run`);
  expect(counted).toMatchObject({ people: 1, draining: 0, resealed: 0, drainsUntil: null });
  expect(counted.tables.find(({ table }) => table === "clients")?.values).toBeGreaterThan(1);
  const values = counted.tables.reduce((sum, table) => sum + table.values, 0);
  const sealedEmail = async () =>
    (await query(`select encode(email, 'hex') as email from "sealed".clients where id = '${pid}'`))[0]?.["email"];
  const before = await sealedEmail();
  const done = await sillage<PersonRotationResult>(`pii rotate --person ${request} --reason rehearsed`);
  expect(done).toMatchObject({ people: 1, resealed: values, opened: values });
  expect(Date.parse(done.drainsUntil ?? "")).toBeGreaterThan(Date.now() + 35 * 86_400_000);
  expect(await sealedEmail()).not.toBe(before);
  await sillage(`dsr export ${request} --out ${join(out, "rotated")}`);
  expect(await readFile(join(out, "rotated", "export.json"), "utf8")).toContain(her.email);
  const [audited] = await query("select subject, why from sillage.audit where what = 'pii.rotate-person'");
  expect(audited).toEqual({ subject: request, why: "rehearsed" });
});

/** Marts are brought up to date with who is known. */
const rebuild = () => night.run("selection", { selection: "people_daily" });

test("who is restricted leaves the open zone, top-clients and the count of people, and is not opened, until it is lifted", async () => {
  const ask = await peopleAnswers(night);
  const before = await ask();
  expect(await sillage<ShownRequest>(`dsr restrict ${request}`)).toMatchObject({ people: 1 });
  expect(await countOf(`"open".clients where id = '${pid}'`)).toBe(0);
  await rebuild();
  expect(await countOf(`mart.people_daily where person = '${pid}'`)).toBe(0);
  // An answer may be a second old.
  await until("the count knows that she is restricted", async () => (await ask()).came !== before.came);
  const restricted = await ask();
  expect(restricted.came).toBe(before.came - 1);
  expect(restricted.aliases).toEqual(before.aliases.intersection(restricted.aliases));
  expect(before.aliases.difference(restricted.aliases).size).toBe(1);
  await sillage(`dsr export ${request} --out ${join(out, "restricted")}`);
  const { people } = JSON.parse(await readFile(join(out, "restricted", "export.json"), "utf8"));
  const clients = people[0].find(({ table }: { readonly table: string }) => table === "clients");
  // Sealed values are told; open ones of her row left the open zone.
  expect(clients.rows).toMatchObject([{ email: her.email }]);
  expect(clients.missing).toBeGreaterThan(0);
  expect(await sillage<ShownRequest>(`dsr restrict ${request} --lift`)).toMatchObject({ restrictedAt: null });
  await sillage(`dsr refresh ${request}`);
  expect(await countOf(`"open".clients where id = '${pid}'`)).toBe(1);
  await rebuild();
  await until("the count knows that she is back", async () => (await ask()).came !== restricted.came);
  expect(await ask()).toEqual(before);
});

test("an erasure deletes her rows in both zones, keeps the facts, and certifies it with the date of each store", async () => {
  const inMart = `mart.people_daily where person = '${pid}'`;
  const named = await countOf(inMart);
  expect(named).toBeGreaterThan(0);
  const erased = await sillage<ShownRequest>(`dsr erase ${request} --out ${join(out, "certificate")}`);
  expect(erased.certificate).toMatchObject({ request, people: 1, erasedBefore: 0, tried: 1, epochs: [1] });
  expect(erased.certificate?.rows).toEqual([
    { table: "clients", open: 1, sealed: 1 },
    { table: "people_daily", open: 0, sealed: 0, mart: named },
  ]);
  expect(await countOf(inMart)).toBe(0);
  expect(endsOfCopies(erased)).toEqual([null, null]);
  for (const zone of ["open", "sealed"]) expect(await countOf(`"${zone}".clients where id = '${pid}'`)).toBe(0);
  expect(await countOf(`"open".orders where client_id = '${pid}'`)).toBeGreaterThan(0);
  const page = await readFile(join(out, "certificate", "certificate.html"), "utf8");
  expect(page).toContain(request);
  expect(page).toContain("tried after it: 1. None opens any more.");
  expect(page).toContain("accountants, tax authority on demand");
  for (const personal of [her.email, pid]) expect(JSON.stringify(erased) + page).not.toContain(personal);
  expect(await sillage(`dsr verify ${join(out, "certificate", "certificate.json")}`)).toMatchObject({ request });
  expect(await sillage("erasures status")).toEqual({ ledger: 1, database: 1, identity: 1 });
});

test("the same erasure again answers the same certificate", async () => {
  const before = await sillage<ShownRequest>(`dsr show ${request}`);
  expect(await sillage<ShownRequest>(`dsr erase ${request}`)).toEqual(before);
  expect(await sillage("erasures status")).toMatchObject({ ledger: 1 });
});

test("whom nobody knows is erased by a certificate about nobody; who was erased is not found by e-mail, and by id as erased before", async () => {
  const unknown = await sillage<ShownRequest>("dsr open --email", her.email);
  expect(unknown.people).toBe(0);
  expect((await sillage<ShownRequest>(`dsr erase ${unknown.id}`)).certificate).toMatchObject({ people: 0, stores: [] });
  const again = await sillage<ShownRequest>("dsr open --source-id", her.id);
  expect(again.people).toBe(1);
  const second = await sillage<ShownRequest>(`dsr erase ${again.id}`);
  expect(second.certificate).toMatchObject({ people: 1, erasedBefore: 1, tried: 0, epochs: [1], rows: [] });
  // Her key is in the copies of before as long as its epoch is not destroyed, whoever asked first.
  expect(endsOfCopies(second)).toEqual([null, null]);
  later = again.id;
  await expect(sillage("dsr erase 01KB0000000000000000000000")).rejects.toThrow(
    "No request 01KB0000000000000000000000",
  );
});

test("the audit says who exported, restricted, refreshed and erased which request, and nothing of her", async () => {
  const audit = await query(
    "select what, subject, who, why, old_value, new_value from sillage.audit where what like 'dsr.%'",
  );
  expect(new Set(audit.filter(({ subject }) => subject === request).map(({ what }) => what))).toEqual(
    new Set(["dsr.export", "dsr.restrict", "dsr.lift", "dsr.refresh", "dsr.erase"]),
  );
  expect(audit.every(({ who }) => String(who).length > 0)).toBe(true);
  for (const personal of [her.id, her.email, pid]) expect(JSON.stringify(audit)).not.toContain(personal);
});

test("the next night she stays out: her row is counted as erased, and her facts come under nobody's pseudonym", async () => {
  const { world } = night.demo.ponton;
  world.change("clients", { id: her.id }, world.clock, { language: "de" });
  const order = world
    .shelf("orders")
    .sorted()
    .find((row) => String(row["client_id"]) === her.id);
  world.change("orders", { id: String(order?.["id"]) }, world.clock, { notes: "changed" });
  await night.advance(24);
  await night.run("nightly", { selection: "(clients or orders) and kind:table" });
  expect(await countOf(`"open".clients where id = '${pid}'`)).toBe(0);
  expect(await countOf("sillage.load where table_key = 'clients' and erased > 0")).toBeGreaterThan(0);
  const [stored] = await query(`select client_id from "open".orders where id = '${String(order?.["id"])}'`);
  expect(stored).toEqual({ client_id: "00000000-0000-0000-0000-000000000000" });
  await rebuild();
  expect(await countOf(`mart.people_daily where person = '${pid}'`)).toBe(0);
});

test("once the epoch has ended, the certificate says from when on no older copy opens", async () => {
  const rotated = await sillage<{ readonly effectiveAt: string }>("pii rotate --epoch");
  for (const id of [request, later])
    expect(endsOfCopies(await sillage<ShownRequest>(`dsr show ${id}`))).toEqual([
      rotated.effectiveAt,
      rotated.effectiveAt,
    ]);
});

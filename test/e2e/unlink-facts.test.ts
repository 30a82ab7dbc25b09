import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namingColumns } from "../../db/person-columns.ts";
import { deployment } from "../../assets/index.ts";
import type { ShownRequest } from "../../pii/request-desk.ts";
import type { Replayed } from "../../core/ports/erasures.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { clientAlone } from "../harness/client-alone.ts";
import type { TestDemo } from "../harness/demo.ts";
import { startLine } from "../harness/run-command.ts";

const nobody = "00000000-0000-0000-0000-000000000000";
/** Every place in which a row names a person who is not whose row it is. */
const places = deployment.graph.spec.tables.flatMap((table) =>
  namingColumns(table).map(({ physical }) => `select "${physical}"::text as pid from "open"."${table.key}"`),
);

let out: string;
let night: TestDemo;
let her: { readonly id: string; readonly email: string };
let pid: string;
/** Orders of hers, by id. */
let orders: readonly string[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "sillage-e2e-answer-"));
  night = await begunDemo({ ERASURE_UNLINK_FACTS: "true" });
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
const named = async (person: string): Promise<number> =>
  Number(
    (await query(`select count(*)::int as n from (${places.join(" union all ")}) p where pid = '${person}'`))[0]?.["n"],
  );
const personOf = async (order: string): Promise<string> =>
  String((await query(`select client_id from "open".orders where id = '${order}'`))[0]?.["client_id"]);

test("an erasure parts her facts: none names her, each has a pseudonym of its own, and the certificate says how many", async () => {
  const { id: request } = await sillage<ShownRequest>("dsr open --email", her.email);
  await sillage(`dsr export ${request} --out ${join(out, "export")}`);
  const { people } = JSON.parse(await readFile(join(out, "export", "export.json"), "utf8"));
  pid = String(people[0].find(({ table }: { readonly table: string }) => table === "clients")?.rows[0]?.id);
  orders = (await query(`select id from "open".orders where client_id = '${pid}'`)).map(({ id }) => String(id));
  const facts = await named(pid);
  expect(orders.length).toBeGreaterThan(0);
  expect(facts).toBeGreaterThan(orders.length);
  const { certificate } = await sillage<ShownRequest>(`dsr erase ${request} --out ${join(out, "certificate")}`);
  expect(certificate).toMatchObject({ request, people: 1, tried: 1, facts: "apart" });
  expect(certificate?.rows).toContainEqual({ table: "clients", open: 1, sealed: 1 });
  expect(certificate?.rows.reduce((sum, { parted = 0 }) => sum + parted, 0)).toBe(facts);
  expect(await named(pid)).toBe(0);
  const persons = await Promise.all(orders.map(personOf));
  expect(new Set(persons).size).toBe(orders.length);
  for (const person of persons) expect(await named(person)).toBe(1);
  const page = await readFile(join(out, "certificate", "certificate.html"), "utf8");
  expect(page).toContain(`Facts that got a pseudonym of their own each: ${facts} (`);
  expect(await sillage(`dsr verify ${join(out, "certificate", "certificate.json")}`)).toMatchObject({ request });
});

test("the next night marts are built anew of her days, and what the source sends of her again has a pseudonym of its own", async () => {
  const { world } = night.demo.ponton;
  world.change("orders", { id: orders[0] ?? "" }, world.clock, { notes: "changed" });
  await night.advance(24);
  await night.run("nightly");
  const person = await personOf(orders[0] ?? "");
  expect([pid, nobody]).not.toContain(person);
  for (const anybody of [pid, nobody]) expect(await named(anybody)).toBe(0);
  expect(await query(`select 1 as one from mart.people_daily where person = '${pid}'`)).toEqual([]);
});

test("a database that has her facts back from an earlier day parts them again when the ledger is replayed", async () => {
  await query(
    `update "open".orders set client_id = '${pid}' where id in (${orders.map((id) => `'${id}'`).join(", ")})`,
  );
  await query("delete from sillage.erased_person");
  await query("delete from sillage.erasure_entry");
  expect(await named(pid)).toBe(orders.length);
  const { entries, rows } = await sillage<Replayed>("erasures replay");
  expect([entries, rows.map(({ table, parted }) => [table, parted])]).toEqual([1, [["orders", orders.length]]]);
  expect(await named(pid)).toBe(0);
});

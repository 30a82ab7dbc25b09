import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { createApp } from "../../api/create-app.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { createApiKey } from "../../api/keys.ts";
import type { Scope } from "../../core/access/scopes.ts";
import { refusingOperations } from "../fakes/refusing-operations.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { SillageError } from "../../core/errors.ts";
import { isSealed } from "../../core/spec/column.ts";
import { openSession } from "../../db/postgres/open-database.ts";
import { sqlIdentityStore } from "../../db/identity/sql-identity-store.ts";
import { openDatabase } from "../../db/open-database.ts";
import { revealPurpose } from "../../index.ts";
import { aliasOf } from "../../pii/alias.ts";
import { createOpener } from "../../pii/create-opener.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import type { Kek } from "../../pii/kek.ts";
import { localKek } from "../../pii/kek/local.ts";
import { createKeyring } from "../../pii/keyring.ts";
import { laterReveals } from "../../worker/later-reveals.ts";
import { revealService } from "../../worker/reveals.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";

/** Made-up people on reserved domains and streets of nowhere. */
const records = (count: number): readonly ApiRecord[] =>
  Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    last_name: `Exemple-${at + 1}`,
    email: at === 1 ? null : `exemple${at + 1}@example.test`,
    birth_date: "1984-07-31",
    address: { street: `${at + 1} rue de Nulle-Part`, city: "Nulle-Part" },
    points: 1,
    updated_at: "2026-11-24T02:00:00Z",
  }));

const orders = [
  { id: 11, person_id: 1, comment: "exemple de commentaire", total: "1.00" },
  { id: 12, person_id: 1, comment: null, total: "2.00" },
].map((order) => ({ ...order, ordered_at: "2026-11-24T02:00:00Z", updated_at: "2026-11-24T02:00:00Z" }));

const deployed = {
  ...peopleDeployment,
  reveals: new Map(
    [
      revealPurpose("care", {
        doc: "Answering people.",
        fields: { people: ["lastName", "email"], orders: ["comment"] },
      }),
      revealPurpose("safety", { doc: "After an accident.", fields: { people: ["birthDate"] } }),
    ].map((purpose) => [purpose.name, purpose] as const),
  ),
};

/** Reveals on embedded databases with three people's sealed rows, behind the API; `pids` in the order of the people. */
export async function revealWorld({
  perHour = 50,
  pages,
  operations = refusingOperations,
}: { readonly perHour?: number } & Partial<Pick<ApiDeps, "pages" | "operations">> = {}) {
  const database = await openDatabase({ memory: true }, peopleDeployment);
  await database.migrate();
  const session = await openSession({ memory: true });
  const identity = sqlIdentityStore(session);
  await identity.migrate();
  const vault: Vault = { fault: () => undefined };
  const kek = unreliable(await localKek(join(await mkdtemp(join(tmpdir(), "sillage-reveal-")), "keys")), vault);
  const made = { identity, kek, deployment: "test" };
  const pids = await store(database, createSealer(made));
  await session.exec("create table identity.everybody as select * from identity.subject");
  const [objects, notices, reports, started] = [memoryObjectStore(), [] as Notice[], [] as string[], [] as string[]];
  const clock = { at: Date.now(), now: () => new Date(clock.at) };
  const aliasKey = await createKeyring(identity, kek).root("alias");
  const service = () =>
    revealService({
      config: { SILLAGE_DEPLOYMENT: "test", REVEALS_PER_HOUR: perHour },
      deployed,
      database,
      store: objects,
      keys: { identity, kek, opener: createOpener(made), aliasOf: (consumer, pid) => aliasOf(aliasKey, consumer, pid) },
      clock,
      alerts: { deliver: async (notice) => void notices.push(notice) },
      client: () => fakeClient(started),
      report: (line) => void reports.push(line),
    });
  const current = { service: service() };
  const app = createApp({
    deployed,
    database,
    operations,
    ...(pages && { pages }),
    clock,
    aliasOf: (consumer, pid) => aliasOf(aliasKey, consumer, pid),
    reveals: laterReveals(() => current.service.reveals),
    events: { token: undefined, bucket: "b", store: objects, onObjects: async () => undefined },
    temporalUi: undefined,
    report: (line) => void reports.push(line),
  });
  return {
    app,
    database,
    session,
    identity,
    objects,
    notices,
    reports,
    started,
    clock,
    pids,
    vault,
    aliasFor: (consumer: string, pid: string) => aliasOf(aliasKey, consumer, pid),
    service: () => current.service,
    /** As a process that was just started: nothing is in memory. */
    restart: () => void (current.service = service()),
    async key(scopes: readonly Scope[] = ["pii:reveal"]) {
      const { token, record } = createApiKey({
        environment: "test",
        label: "tests",
        scopes,
        days: 1,
        now: clock.now(),
      });
      await database.addApiKey(record);
      return { token, id: `key:${record.id}`, consumer: record.id };
    },
    ask: (token: string, path: string, body?: unknown) =>
      app.request(`/api/v1/reveals${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    /** As at the beginning: nothing was asked, nobody was erased, the clock tells now. */
    async reset() {
      await session.exec(`alter table identity.reveal disable trigger all; delete from identity.reveal;
alter table identity.reveal enable trigger all; delete from identity.decoy;
delete from identity.subject; insert into identity.subject select * from identity.everybody`);
      for await (const { key } of objects.list("")) await objects.remove(key);
      for (const list of [notices, reports, started]) list.length = 0;
      clock.at = Date.now();
      vault.fault = () => undefined;
      current.service = service();
    },
    async stop() {
      await database.close();
      await identity.close();
    },
  };
}

/** What is wrong with a vault when a key of a purpose is to be unwrapped. */
type Vault = { fault: (purpose: string) => SillageError | undefined };

/** A vault with what a test says is wrong with it. */
const unreliable = (kek: Kek, vault: Vault): Kek => ({
  ...kek,
  async unwrap(purpose, ...args) {
    const fault = vault.fault(purpose);
    if (fault !== undefined) throw fault;
    return kek.unwrap(purpose, ...args);
  },
});

/** Remembers what a workflow was told. */
const fakeClient = (told: string[]): Client =>
  ({
    workflow: {
      start: async (_: string, { workflowId }: { readonly workflowId: string }) =>
        void told.push(`start ${workflowId}`),
      getHandle: (id: string) => ({ signal: async (name: string) => void told.push(`${name} ${id}`) }),
    },
  }) as unknown as Client;

async function store(
  database: Awaited<ReturnType<typeof openDatabase>>,
  sealer: ReturnType<typeof createSealer>,
): Promise<readonly string[]> {
  const lookups = new Map([["places", () => ({ code: null })]]);
  const pids: string[] = [];
  for (const [key, given] of [
    ["people", records(3)],
    ["orders", orders],
  ] as const) {
    const table = peopleDeployment.graph.spec.tables.find((spec) => spec.key === key);
    if (table === undefined) throw new Error(`${key} is not declared`);
    for (const row of (await sealer.sealPage(table, given, lookups)).rows) {
      if (key === "people") pids.push(String(row["id"]));
      const open = table.columns.filter((column) => column.personal === undefined);
      const sealed = table.columns.filter((column) => column.key > 0 || isSealed(column));
      const own = { _hash: "h", _ordered_at: "2026-11-24T02:00:00Z", _load: "01J", _part: 1, _line: 1 };
      const values = (columns: typeof open) => columns.map(({ name, physical }) => [physical, row[name] ?? null]);
      const insert = (schema: string, of: object) =>
        database.query(
          `insert into "${schema}"."${key}" select * from jsonb_populate_recordset(null::"${schema}"."${key}", $1::text::jsonb)`,
          [JSON.stringify([of])],
        );
      await insert("open", { ...Object.fromEntries(values(open)), ...own });
      const bytes = sealed.map(({ name, physical, key: at }) => {
        const value = row[name];
        return [physical, at > 0 || value == null ? (value ?? null) : `\\x${hex(String(value))}`];
      });
      await insert("sealed", Object.fromEntries(bytes));
    }
  }
  return pids;
}

const hex = (sealed: string): string => Buffer.from(sealed, "base64url").toString("hex");

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { createApp } from "../../api/create-app.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { createApiKey } from "../../api/keys.ts";
import type { Scope } from "../../core/access/scopes.ts";
import { refusingOperations } from "../fakes/refusing-operations.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { SillageError } from "../../core/errors.ts";
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
import { storePeople } from "./store-people.ts";

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
  const temporal: Temporal = { fault: () => undefined };
  const kek = unreliable(await localKek(join(await mkdtemp(join(tmpdir(), "sillage-reveal-")), "keys")), vault);
  const made = { identity, kek, deployment: "test" };
  const pids = await storePeople(database, createSealer(made));
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
      client: () => fakeClient(started, temporal),
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
    temporal,
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
      temporal.fault = () => undefined;
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

/** What is wrong with Temporal when a workflow is told something. */
type Temporal = { fault: () => Error | undefined };

/** Remembers what a workflow was told. */
const fakeClient = (remembered: string[], temporal: Temporal): Client => {
  const told = async (what: string): Promise<void> => {
    const fault = temporal.fault();
    if (fault !== undefined) throw fault;
    remembered.push(what);
  };
  return {
    workflow: {
      start: (_: string, { workflowId }: { readonly workflowId: string }) => told(`start ${workflowId}`),
      signalWithStart: (_: string, options: { readonly workflowId: string; readonly signal: string }) =>
        told(`start or ${options.signal} ${options.workflowId}`),
    },
  } as unknown as Client;
};

import { startApi } from "../../api/start.ts";
import { deployment } from "../../assets/index.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { World } from "../../dev/ponton/world.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { Access } from "../../pages/login/access.ts";
import { createSessions } from "../../pages/login/session.ts";
import { createPages } from "../../pages/create-pages.ts";
import { materialise } from "./api.ts";
import { storeWorld } from "./store-world.ts";
import { refusingOperations } from "../fakes/refusing-operations.ts";

/** The passphrase of served pages. */
export const passphrase = "for the tests only";
/** The instant at which they are looked at: the simulated vendor's rows end about here. */
export const seenAt = new Date("2026-08-15T10:00:00.000Z");

/** The pages over an embedded database that holds the simulated vendor's rows. */
export async function servedPages(ways: Partial<Access> = {}) {
  const database = await openDatabase({ memory: true }, deployment);
  await database.migrate();
  const world = new World(7, "small");
  await storeWorld(database, (table) => world.shelf(table).sorted());
  for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, undefined);
  await materialise(database, seenAt.toISOString());
  const reports: string[] = [];
  const sessions = createSessions({ key: Buffer.alloc(32, 7), secure: false, now: Date.now });
  const access: Access = { sessions, oidc: undefined, passphrase, ...ways };
  const deps: ApiDeps = {
    deployed: deployment,
    database,
    operations: refusingOperations,
    clock: { now: () => seenAt },
    aliasOf: () => "alias",
    events: {
      token: undefined,
      bucket: "sillage",
      store: { head: async () => undefined },
      onObjects: async () => undefined,
    },
    temporalUi: undefined,
    report: (line) => void reports.push(line),
    pages: (given) => createPages(given, access),
  };
  const api = await startApi(deps, { host: "127.0.0.1", port: 0 });
  return {
    url: api.url,
    deps,
    reports,
    async stop() {
      await api.stop();
      await database.close();
    },
  };
}

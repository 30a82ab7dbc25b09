import { randomBytes } from "node:crypto";
import { startApi } from "../../api/start.ts";
import { deployment } from "../../assets/index.ts";
import { openDatabase } from "../../db/open-database.ts";
import { createPages } from "../../pages/create-pages.ts";
import { createSessions } from "../../pages/login/session.ts";
import { memoryObjectStore } from "../../test/fakes/memory-object-store.ts";
import { refusingOperations } from "../../test/fakes/refusing-operations.ts";
import { apiMemory } from "../../cli/api/api-parts.ts";
import { history } from "./made-sales.ts";

/** Serve the API and its pages over a database that is given by URL, with what it is to remember; its own URL goes to stdout. */
const [url = "", memory = "nothing", sessionKey = randomBytes(32).toString("hex")] = process.argv.slice(2);
/** As the product keeps answers, that and pages looked at ahead sooner than it does, and no answer kept. */
const memories: Readonly<Record<string, typeof apiMemory>> = {
  kept: apiMemory,
  ahead: { ...apiMemory, aheadMs: 200 },
  nothing: { ...apiMemory, answersMs: 0 },
};
const boundless = { perSecond: 1e9, burst: 1e9 };
const database = await openDatabase({ url }, deployment);
const sessions = createSessions({ key: Buffer.from(sessionKey, "hex"), secure: false, now: Date.now });
const api = await startApi(
  {
    deployed: deployment,
    database,
    operations: refusingOperations,
    clock: { now: () => new Date(history.seenAt) },
    aliasOf: (consumer, pid) => `${consumer}-${pid}`,
    // One caller asks more than any is let.
    access: { trustedProxies: [], manners: { caller: boundless, address: boundless } },
    memory: memories[memory] ?? apiMemory,
    events: { token: undefined, bucket: "", store: memoryObjectStore(), onObjects: async () => undefined },
    temporalUi: undefined,
    report: (line) => console.error(line),
    pages: (given) => createPages(given, { sessions, oidc: undefined, passphrase: "not used" }),
  },
  { host: "127.0.0.1", port: 0 },
);
console.log(api.url);

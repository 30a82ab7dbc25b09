import { createApiKey } from "../../api/keys.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { RevealLine } from "../../core/ports/reveals.ts";
import { SillageError } from "../../core/errors.ts";
import type { ShownRequest } from "../../pii/request-desk.ts";
import { remoteDesk } from "../../worker/desk.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { Demo } from "./demo.ts";
import type { SealedCopies } from "./sealed-copies.ts";
import { simulatorKey } from "./simulator.ts";

/** What became of one made-up client. Nothing of it is a clear value: `characters` is how long the revealed one was. */
export type PersonJourney = {
  readonly field: string;
  readonly sealed: SealedCopies;
  readonly revealed: { readonly characters: number; readonly line: RevealLine };
  readonly erased: ShownRequest;
  readonly refused: { readonly status: number; readonly code: string };
};

/** What the API answers to a reveal. */
type Answered = { readonly audit: number; readonly values: readonly { readonly value: string | null }[] };

/** What the journey is made with. */
type Asked = Pick<Demo, "control"> & {
  readonly client: { readonly workflow: Pick<Demo["client"]["workflow"], "execute"> };
  readonly ponton: { readonly url: string; readonly world: { readonly clock: string | number } };
  readonly runtime: Pick<Demo["runtime"], "listening">;
};

const [table, column] = ["clients", "lastName"];
const ground = {
  fields: [`${table}.${column}`],
  purpose: "guest-relations",
  ticket: "DEMO-1",
  reason: "The demo shows a reveal.",
};

/** Walk one client of the simulator's through a reveal and an erasure, over the API and the desk; null where nobody is left who has orders. Throws `demo.no-reveal`, `demo.not-refused`. */
export async function personJourney(demo: Asked): Promise<PersonJourney | null> {
  const found = await someone(demo);
  if (found === undefined) return null;
  const { sourceId, sealed } = found;
  const { pid } = sealed;
  const ask = await revealer(demo);
  const revealed = await ask(pid);
  if (revealed.status !== 200) throw noReveal(revealed.status);
  const { audit, values }: Answered = JSON.parse(revealed.text);
  const lines = await demo.control<readonly RevealLine[]>("listReveals", { pid }, false);
  const line = lines.find(({ seq }) => seq === audit);
  if (line === undefined) throw noReveal(revealed.status);
  const erased = await erase(demo, sourceId);
  const { status, text } = await ask(pid);
  if (status === 200) throw notRefused(erased.id);
  const { code }: { code: string } = JSON.parse(text);
  const characters = Array.from(values[0]?.value ?? "").length;
  return { field: `${table}.${column}`, sealed, revealed: { characters, line }, erased, refused: { status, code } };
}

/** The first client of the ledger's who has orders and was not erased by an earlier start. */
async function someone(demo: Asked): Promise<{ readonly sourceId: string; readonly sealed: SealedCopies } | undefined> {
  const [clients, orders] = await Promise.all([ledger(demo, table), ledger(demo, "orders")]);
  const ordering = new Set(orders.map((order) => String(order["client_id"])));
  const live = clients.filter(({ deleted_at: gone, anonymised_at: blank }) => !gone && !blank);
  for (const sourceId of live.map(({ id }) => String(id)).filter((id) => ordering.has(id))) {
    const sealed = await demo.control<SealedCopies | null>("sealedCopies", { table, column, sourceId });
    if (sealed !== null) return { sourceId, sealed };
  }
  return undefined;
}

async function ledger({ ponton }: Asked, key: string): Promise<readonly ApiRecord[]> {
  const response = await fetch(`${ponton.url}/__sim/ledger/${key}`, { headers: { "x-api-key": simulatorKey } });
  return JSON.parse(await response.text());
}

/** Asks for the field with a key made for it. */
async function revealer(demo: Asked) {
  const { token, record } = createApiKey({
    environment: "dev",
    label: "demo-reveal",
    scopes: ["pii:reveal"],
    days: 1,
    now: new Date(demo.ponton.world.clock),
  });
  await demo.control("addApiKey", record);
  return async (pid: string): Promise<{ readonly status: number; readonly text: string }> => {
    const response = await fetch(`${demo.runtime.listening.apiUrl ?? ""}/api/v1/reveals`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ pid, ...ground }),
    });
    return { status: response.status, text: await response.text() };
  };
}

async function erase({ control, client }: Asked, sourceId: string): Promise<ShownRequest> {
  const desk = remoteDesk(control);
  const { id } = await desk.open("source-id", sourceId);
  await client.workflow.execute("eraseSubject", {
    workflowId: workflowId.erasure(id),
    taskQueue: queue.control,
    args: [id],
    staticSummary: "Erase the person of the demo's journey",
  });
  return desk.show(id);
}

const noReveal = (status: number): SillageError =>
  new SillageError({
    code: "demo.no-reveal",
    message: `The reveal was answered ${status}, or has no line in the audit.`,
    fix: "See `npm run sillage -- reveals list` for its refusal, then start the demo again: it goes on from there.",
  });

const notRefused = (request: string): SillageError =>
  new SillageError({
    code: "demo.not-refused",
    message: `A reveal of whom request ${request} erased was answered.`,
    fix: `See \`npm run sillage -- dsr show ${request}\`, and replay the ledger with \`erasures replay\`.`,
  });

import { Context } from "@temporalio/activity";
import { atMost } from "../core/at-most.ts";
import { parseInboxKey, parseManifestKey } from "../core/load-keys.ts";
import type { ObjectCreated } from "../core/objects-told.ts";
import type { LoadState } from "../core/ports/database.ts";
import type { ObjectInfo } from "../core/ports/object-store.ts";
import type { ActivityDeps } from "./deps.ts";
import { foreignLoadId } from "./foreign-load-id.ts";
import { keepAlive } from "./keep-alive.ts";
import { listLanded, type Reach } from "./list-landed.ts";

/** An object that an event told of. */
export type SeenObject = ObjectCreated;
/** A load to start: what `ingestLoad` is given. */
export type FoundLoad = {
  readonly table: string;
  readonly loadId: string;
  readonly object: { readonly kind: "manifest" | "foreign"; readonly key: string; readonly etag: string | null };
};
/** What to look at: objects of events, and a listing or none. */
export type Look = { readonly objects: readonly SeenObject[]; readonly list: Reach | "none" };
/** What a look found. `later`: of the events, those left to their runs for now. `unknown`: objects of the inbox that are for no table. `more`: there is more to start than fits one answer. The others say how many objects of the events start nothing: of no table (`foreign`), loaded or refused before (`known`), no longer there (`gone`). */
export type Found = {
  readonly start: readonly FoundLoad[];
  readonly later: readonly SeenObject[];
  readonly unknown: readonly { readonly key: string }[];
  readonly more: boolean;
  readonly foreign: number;
  readonly known: number;
  readonly gone: number;
};

/** Loads of one answer, and strays of one: an answer is kept in a workflow's history. */
const mostLoads = 200;
const mostStrays = 50;
/** A replay ingests its own manifest, after it judged it; only one that it left behind is ours. Milliseconds. */
const replayGraceMs = 3_600_000;

/** Looks at the store at once. */
const looking = atMost(8);

type Deps = Pick<ActivityDeps, "store" | "database" | "graph" | "clock" | "landingGraceMs">;
type Candidate = FoundLoad & { readonly info: ObjectInfo; readonly graceMs: number };

/**
 * Turn events, and a listing of the bucket, into loads that the ledger does not know as merged or refused. A run's own
 * manifest younger than the grace is left to its run. Ages are by the wall clock, as the store's own times are. Of what
 * a listing told before and the ledger called ended, the ledger is asked again by a full listing only: a quiet bucket
 * lets a database that is paused sleep.
 */
export const createFindLoads = (deps: Deps) => {
  let ended: ReadonlySet<string> = new Set();
  return async function findLoads({ objects, list }: Look): Promise<Found> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ list }));
    const listed = list === "none" ? [] : await listLanded(deps, list);
    const tables = new Set(deps.graph.spec.tables.map((table) => table.key));
    const { infos, ...passed } = await infosOf(deps, tables, objects);
    const told = candidatesOf(infos, tables, deps.landingGraceMs);
    const seen = candidatesOf(listed, tables, deps.landingGraceMs);
    const over = list === "full" ? new Set<string>() : ended;
    const candidates = new Map([...told, ...[...seen].filter(([loadId]) => !over.has(loadId))]);
    const states = await statesOf(deps.database, [...candidates.keys()]);
    if (list !== "none")
      ended = new Set([...seen.keys()].filter((loadId) => over.has(loadId) || hasEnded(states, loadId)));
    const wanted = [...candidates.values()].filter(({ loadId }) => !hasEnded(states, loadId));
    // Those that the ledger does not know come first: one that is open is most likely on its way.
    const due = wanted.filter(isDue).sort((left, right) => rank(states, left) - rank(states, right));
    const early = new Set(wanted.filter((candidate) => !isDue(candidate)).map(({ object }) => object.key));
    return {
      start: due.slice(0, mostLoads).map(({ table, loadId, object }) => ({ table, loadId, object })),
      later: objects.filter(({ key }) => early.has(key)),
      unknown: straysOf([...objects, ...listed], tables),
      more: due.length > mostLoads,
      ...passed,
      known: passed.known + [...told.keys()].filter((loadId) => hasEnded(states, loadId)).length,
    };
  };
};

type States = ReadonlyMap<string, LoadState["state"]>;

/** What the ledger knows of some loads; of none it is not asked. */
const statesOf = (database: Deps["database"], loadIds: readonly string[]): Promise<States> =>
  loadIds.length === 0 ? Promise.resolve(new Map()) : database.knownLoads(loadIds);

const hasEnded = (states: States, loadId: string): boolean => ["merged", "refused"].includes(states.get(loadId) ?? "");

const isDue = ({ info, graceMs }: Candidate): boolean => Date.now() - info.lastModified.getTime() >= graceMs;
const rank = (states: States, { loadId }: FoundLoad): number => (states.has(loadId) ? 1 : 0);

type Infos = Pick<Found, "foreign" | "known" | "gone"> & { readonly infos: readonly ObjectInfo[] };

/** What the store knows of objects that events told of; of manifests only those that the ledger does not know as done. */
async function infosOf(
  { store, database }: Deps,
  tables: ReadonlySet<string>,
  objects: readonly SeenObject[],
): Promise<Infos> {
  const folders = new Map(objects.map(({ key }) => [key, parseManifestKey(key)] as const));
  const tableOf = (key: string): string => folders.get(key)?.table ?? parseInboxKey(key)?.table ?? "";
  const ours = [...folders].filter(([key]) => tables.has(tableOf(key)));
  const loadIds = ours.flatMap(([, folder]) => folder?.loadId ?? []);
  const states = await statesOf(database, loadIds);
  const wanted = ours.filter(([, folder]) => !hasEnded(states, folder?.loadId ?? ""));
  const seen = await Promise.all(wanted.map(([key]) => looking(() => store.head(key))));
  const infos = seen.filter((info) => info !== undefined);
  const counts = { foreign: folders.size - ours.length, known: ours.length - wanted.length };
  return { infos, ...counts, gone: wanted.length - infos.length };
}

const candidatesOf = (
  infos: readonly ObjectInfo[],
  tables: ReadonlySet<string>,
  landingGraceMs: number,
): ReadonlyMap<string, Candidate> =>
  new Map(
    infos
      .map((info) => candidateOf(info, tables, landingGraceMs))
      .filter((candidate) => candidate !== undefined)
      .map((candidate) => [candidate.loadId, candidate] as const),
  );

function candidateOf(info: ObjectInfo, tables: ReadonlySet<string>, landingGraceMs: number): Candidate | undefined {
  const { key, etag, lastModified } = info;
  const manifest = parseManifestKey(key);
  if (manifest !== undefined && tables.has(manifest.table)) {
    const graceMs = manifest.source === "replay" ? replayGraceMs : landingGraceMs;
    return { table: manifest.table, loadId: manifest.loadId, object: { kind: "manifest", key, etag }, info, graceMs };
  }
  const inbox = parseInboxKey(key);
  if (inbox === undefined || !tables.has(inbox.table) || key.endsWith("/")) return undefined;
  const loadId = foreignLoadId(key, etag, lastModified);
  return { table: inbox.table, loadId, object: { kind: "foreign", key, etag }, info, graceMs: 0 };
}

/** Objects of the inbox that no table takes: a folder's name that was mistyped. Folder marks of consoles are none. */
function straysOf(objects: readonly SeenObject[], tables: ReadonlySet<string>): readonly { readonly key: string }[] {
  const strays = objects
    .map(({ key }) => key)
    .filter((key) => key.startsWith("inbox/") && !key.endsWith("/") && !tables.has(parseInboxKey(key)?.table ?? ""));
  return [...new Set(strays)].slice(0, mostStrays).map((key) => ({ key }));
}

/** What names a load's folder. `day` is YYYY-MM-DD (UTC) of the pass's start. */
export type LoadFolder = {
  readonly source: string;
  readonly table: string;
  readonly day: string;
  readonly loadId: string;
};

/** `v1/<source>/<table>/dt=<day>/load=<ulid>/`. */
export const loadFolder = (load: LoadFolder): string =>
  `v1/${load.source}/${load.table}/dt=${load.day}/load=${load.loadId}/`;

/** A part's key: fence and attempt are in it, so that neither a retry nor a zombie ever overwrites a part. */
export const partKey = (load: LoadFolder, part: number, fence: number, attempt: number): string =>
  `${loadFolder(load)}part-${String(part).padStart(5, "0")}.f${fence}a${attempt}.jsonl.gz`;

/** The key of a load's manifest. */
export const manifestKey = (load: LoadFolder): string => `${loadFolder(load)}_manifest.json`;

/** The prefix under which all loads of a table lie. */
export const tablePrefix = (source: string, table: string): string => `v1/${source}/${table}/`;

/** The key of a table's time stamp file: its mark, the collection time, the load. */
export const stateKey = (table: string): string => `state/${table}.json`;

const manifestPattern =
  /^v1\/(?<source>[^/]+)\/(?<table>[^/]+)\/dt=(?<day>\d{4}-\d{2}-\d{2})\/load=(?<loadId>[0-9A-Z]{26})\/_manifest\.json$/;
const inboxPattern = /^inbox\/(?<table>[a-z0-9_]+)\/(?<name>.+)$/;

/** Whether an object of that key may start an ingestion: a manifest, or a file dropped by hand. */
export const startsIngestion = (key: string): boolean => key.endsWith("/_manifest.json") || key.startsWith("inbox/");

/** What a manifest's key says; undefined for any other key. */
export function parseManifestKey(key: string): LoadFolder | undefined {
  const groups = manifestPattern.exec(key)?.groups;
  if (groups === undefined) return undefined;
  const { source = "", table = "", day = "", loadId = "" } = groups;
  return { source, table, day, loadId };
}

/** The table that a hand-dropped object under `inbox/<table>/` is for; undefined for any other key. */
export function parseInboxKey(key: string): { readonly table: string; readonly name: string } | undefined {
  const groups = inboxPattern.exec(key)?.groups;
  if (groups === undefined) return undefined;
  const { table = "", name = "" } = groups;
  return { table, name };
}

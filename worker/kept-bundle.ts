import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A bundle as it is kept: its code, and a digest of each file that it was made from. */
type Kept = { readonly code: string; readonly made: Readonly<Record<string, string>> };
type Code = { readonly code: string };

const modules = new URL("../node_modules/", import.meta.url);
const cache = fileURLToPath(new URL(".cache/sillage/", modules));
/** What npm last installed here: the bundler is a part of it. */
const installed = fileURLToPath(new URL(".package-lock.json", modules));

/**
 * The bundle of the workflows that a file exports: the kept one while every source that its source map names, and what is
 * installed, are what they were; else made by `make`, and kept. Where the cache cannot be written, it is made each time.
 */
export async function keptBundle(entry: string, make: () => Promise<Code>, folder = cache): Promise<Code> {
  const file = join(folder, `${basename(entry, ".ts")}-${digest(entry).slice(0, 12)}.bundle.json`);
  const kept = await readKept(file);
  if (kept !== undefined) return { code: kept.code };
  const begun = Date.now();
  const bundle = await make();
  await keep({ folder, file, begun }, bundle.code).catch(() => undefined);
  return bundle;
}

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    const kept: Kept = JSON.parse(await readFile(file, "utf8"));
    const paths = Object.keys(kept.made);
    const now = await digests(paths);
    return paths.every((path) => now[path] === kept.made[path]) ? kept : undefined;
  } catch {
    // Not there, or cut off: it is made anew.
    return undefined;
  }
}

/** How far a file's time may lie behind the clock: kernels write the time of their last tick. */
const fileClockMs = 50;
type Place = { readonly folder: string; readonly file: string; readonly begun: number };

/** Written whole or not at all: two runtimes may start at the same time. What was edited meanwhile is not kept. */
async function keep({ folder, file, begun }: Place, code: string): Promise<void> {
  const sources = sourcesOf(code);
  const made = await digests([installed, ...sources]);
  if (await isAnyNewer(sources, begun)) return;
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${randomUUID()}.tmp`);
  await writeFile(draft, JSON.stringify({ code, made } satisfies Kept));
  await rename(draft, file);
}

function sourcesOf(code: string): readonly string[] {
  const map = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/u.exec(code)?.[1];
  if (map === undefined) throw new TypeError("The bundle names no sources.");
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(Buffer.from(map, "base64").toString("utf8"));
  return sources.filter((source) => source.startsWith("/"));
}

async function isAnyNewer(paths: readonly string[], than: number): Promise<boolean> {
  const changed = paths.map((path) =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return (await Promise.all(changed)).some((at) => at > than - fileClockMs);
}

/** A file that is not there counts as empty: one that the bundler makes up itself, or an installation without a lock. */
async function digests(paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const found = paths.map(async (path) => [path, digest(await readFile(path).catch(() => ""))] as const);
  return Object.fromEntries(await Promise.all(found));
}

const digest = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

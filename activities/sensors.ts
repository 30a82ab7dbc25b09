import { createHash } from "node:crypto";
import { Context } from "@temporalio/activity";
import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";
import { planOf } from "../core/graph/plan.ts";
import type { SensorMirror, SensorRun } from "../core/ports/sensors.ts";
import type { PollAnswer, SensorDeclaration } from "../core/spec/sensor.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";

/** A run to start for a key, by its id. */
export type WantedRun = { readonly key: string; readonly run: string; readonly select: string; readonly full: boolean };
/** What a look saw; `repeated` requests were for keys that had their runs. */
export type Seen = { readonly cursor: string | null; readonly wanted: readonly WantedRun[]; readonly repeated: number };

/** What one look may answer. Characters; requests. */
const longest = { cursor: 2_000, key: 100, requests: 100 };

type Deps = Pick<ActivityDeps, "graph" | "clock" | "database" | "sensors" | "heads">;

/** Polling sensors: their looks, and what is kept of them. */
export const createSensorActivities = (deps: Deps) => ({
  /** What our own tables know of a sensor; null before its first look. */
  async recoverSensor(name: string): Promise<SensorMirror | null> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ sensor: name }));
    return (await deps.database.sensors()).find((sensor) => sensor.name === name) ?? null;
  },
  /** Look once. Throws `sensor.unknown`, `sensor.failed`, `sensor.answer`, and what `planOf` throws of a selection. */
  async pollSensor({ name, cursor }: { readonly name: string; readonly cursor: string | null }): Promise<Seen> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ sensor: name }));
    const sensor = deps.sensors.get(name);
    if (sensor === undefined) throw unknownSensor(name, [...deps.sensors.keys()]);
    const answer = await polled(sensor, deps, cursor, context.cancellationSignal);
    refuseAnswer(name, answer);
    for (const { select } of answer.requests) planOf(deps.graph, name, select);
    const distinct = [...new Map(answer.requests.map((request) => [request.key, request])).values()];
    const known = await deps.database.knownRunKeys(
      name,
      distinct.map(({ key }) => key),
    );
    const wanted = distinct
      .filter(({ key }) => !known.has(key))
      .map(({ key, select, full = false }) => ({ key, select, full, run: runOf(name, key) }));
    return { cursor: answer.cursor, wanted, repeated: answer.requests.length - wanted.length };
  },
  /** Keep how a sensor stands, and the runs that it started. */
  saveSensor: ({ mirror, runs }: { readonly mirror: SensorMirror; readonly runs: readonly SensorRun[] }) =>
    deps.database.saveSensor(mirror, runs),
});

async function polled(
  { name, poll }: SensorDeclaration,
  { clock, heads }: Deps,
  cursor: string | null,
  signal: AbortSignal,
): Promise<PollAnswer> {
  try {
    const head = (source: { readonly spec: { readonly name: string } }, path: string) =>
      heads.head(source.spec.name, path, signal);
    return await poll({ now: clock.now(), signal, head }, cursor);
  } catch (error) {
    if (error instanceof SillageError || signal.aborted) throw error;
    throw new SillageError({
      code: "sensor.failed",
      message: `The sensor "${name}" failed: ${describeError(error)}`,
      fix: "Mend its declaration, or what it asks; it looks again by itself.",
      cause: error,
    });
  }
}

/** A run's id: the key as it is where it may stand in one, else what it hashes to. */
const runOf = (sensor: string, key: string): string =>
  `run/${sensor}/${/^[\w.:+-]{1,80}$/.test(key) ? key : createHash("sha256").update(key).digest("hex").slice(0, 16)}`;

function refuseAnswer(name: string, { cursor, requests }: PollAnswer): void {
  const [wrongKey] = requests.filter(({ key }) => key === "" || key.length > longest.key);
  const why =
    cursor !== null && cursor.length > longest.cursor
      ? `a cursor of ${cursor.length} characters, more than ${longest.cursor}`
      : requests.length > longest.requests
        ? `${requests.length} requests, more than ${longest.requests}`
        : wrongKey === undefined
          ? undefined
          : `a run key of ${wrongKey.key.length} characters, not 1 to ${longest.key}`;
  if (why === undefined) return;
  throw new SillageError({
    code: "sensor.answer",
    message: `The sensor "${name}" answered with ${why}.`,
    fix: "Mend its declaration: what is long belongs behind a hash.",
  });
}

const unknownSensor = (name: string, known: readonly string[]): SillageError =>
  new SillageError({
    code: "sensor.unknown",
    message: `There is no sensor "${name}".`,
    fix: known.length === 0 ? "The deployment declares none." : `Choose among ${known.join(", ")}.`,
  });

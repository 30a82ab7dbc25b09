import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../core/ports/database.ts";
import { newId } from "../../db/postgres/new-id.ts";
import { openDatabase, type DatabaseTarget } from "../../db/postgres/open-database.ts";
import type { BenchContext } from "../context.ts";
import { deployment } from "../deployment/index.ts";
import { grouped, notMeasured, percent, type Figure, type Measurement } from "../measurement.ts";
import { changeRates, secondsBySpan } from "../throttle/rate-changes.ts";
import { writeBacklog } from "../throttle/write-backlog.ts";
import { startWriters } from "../throttle/writer-processes.ts";
import { greatestSecond, monotonicMs, shareUsed, type Written } from "../throttle/written.ts";

const rate = 1_000_000;
/** What a second may hold beyond the rate: 64 KiB, half of it a batch, half starts taken late (`activities/throttled.ts`). */
const beyond = 65_536;
const most = rate + beyond;
const leastShare = 0.97;
/** No reservation lies further ahead than 900 ms. */
const restMs = 1_500;
/** Long enough that the first second of eight processes, which loses up to 0.7 of it (decision 0034), is no more than its share of a backlog. */
const seconds = { tiny: 3, small: 8, full: 30 };
const goal = `never more than ${grouped(most)} bytes in any one second; at least 97 % of the rate`;

/** What staging writers with a backlog get through the throttle row: the greatest sum in any one second, and the share of the rate that is used. */
export const throttle: Measurement = {
  about: "bytes in any one second and share of the rate, by 1 to 32 staging writers in several processes",
  async run(context) {
    const postgres =
      context.noPostgres === undefined
        ? await onPostgres(context)
        : [notMeasured({ id: "throttle.postgres", what: "Throttle on PostgreSQL", goal }, context.noPostgres)];
    return [...postgres, ...(await onPglite(context))];
  },
};

async function onPostgres(context: BenchContext): Promise<readonly Figure[]> {
  const url = await context.newDatabase("throttle");
  return withThrottle({ url }, async (database) => {
    const figures: Figure[] = [];
    for (const writers of [1, 2, 8, 32]) {
      await emptied(database);
      const started = await startWriters(url, writers, seconds[context.size]);
      const until = monotonicMs() + seconds[context.size] * 1000;
      const written = await started.write();
      const who = `${counted(writers, "writer")} in ${counted(started.processes, "process", "es")}`;
      figures.push(steady(`throttle.postgres.${writers}`, `Throttle on PostgreSQL, ${who}`, written, until));
    }
    return [...figures, await changing(context, url, database)];
  });
}

const onPglite = (context: BenchContext): Promise<readonly Figure[]> =>
  withThrottle({ memory: true }, async (database) => {
    const figures: Figure[] = [];
    for (const writers of [1, 8, 32]) {
      await emptied(database);
      const until = monotonicMs() + seconds[context.size] * 1000;
      const written = await writeBacklog(database, {
        loads: Array.from({ length: writers }, newId),
        seconds: seconds[context.size],
      });
      const what = `Throttle on PGlite, ${counted(writers, "writer")} in its one process`;
      figures.push(steady(`throttle.pglite.${writers}`, what, written, until));
    }
    return figures;
  });

/** Eight writers while an operator lowers, pauses, resumes, raises and repeats the rate. */
async function changing(context: BenchContext, url: string, database: Database): Promise<Figure> {
  await emptied(database);
  const length = seconds[context.size] * 2;
  const started = await startWriters(url, 8, length);
  const until = monotonicMs() + length * 1000;
  const [written, spans] = await Promise.all([started.write(), changeRates(database, length)]);
  const peak = greatestSecond(written);
  const bySpan = secondsBySpan(written, spans, until);
  const within = bySpan.every((span) => span.peak <= (span.bytesPerSecond === 0 ? 0 : span.bytesPerSecond + beyond));
  const told = bySpan.map((span) => `${grouped(span.peak)} of ${grouped(span.bytesPerSecond)}`);
  return {
    id: "throttle.postgres.changing",
    what: "Throttle on PostgreSQL, 8 writers, while the rate is halved, paused, resumed, raised and set again",
    measured: `at most ${grouped(peak)} bytes in a second; once settled, at each rate: ${told.join(", ")}`,
    goal: `never more than ${grouped(most)} bytes in any one second, and from a second after a change no more than the rate in force and 65,536 bytes, nothing while paused`,
    met: peak <= most && within,
    values: { peakBytes: peak, pausedBytes: bySpan.find((span) => span.bytesPerSecond === 0)?.bytes ?? 0 },
  };
}

function steady(id: string, what: string, written: readonly Written[], until: number): Figure {
  const peak = greatestSecond(written);
  const share = shareUsed(written, rate, until);
  return {
    id,
    what,
    measured: `at most ${grouped(peak)} bytes in a second; ${percent(share)} of the rate`,
    goal,
    met: peak <= most && share >= leastShare,
    values: { peakBytes: peak, share },
  };
}

/** Staging as before the first batch, and a rate that what was reserved before no longer weighs on. */
async function emptied(database: Database): Promise<void> {
  await sleep(restMs);
  await database.query("truncate staging.sales");
  await database.setThrottle("default", { enabled: true, paused: false, bytesPerSecond: rate });
}

async function withThrottle<Result>(
  target: DatabaseTarget,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(target, deployment);
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
  }
}

const counted = (count: number, noun: string, plural = "s"): string => `${count} ${noun}${count === 1 ? "" : plural}`;

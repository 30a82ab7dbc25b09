import { countOf } from "../../core/backfill/ranges.ts";
import { backfillWorld } from "../../test/harness/backfill-world.ts";
import { manyWindows, type ManyWindows } from "../../test/harness/many-windows.ts";
import { noTemporal } from "../../test/harness/temporal.ts";
import { grouped, notMeasured, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import { unsound } from "../unsound.ts";

const sizes = { tiny: 100, small: 1_000, full: 10_000 };
const goals = { events: 4_096, bytes: 4 * 1024 * 1024, carried: 32 * 1024 };
const id = "windows.histories";
const goal = `below ${grouped(goals.events)} events and ${grouped(goals.bytes)} bytes, where the server asks for a new one; below ${grouped(goals.carried)} to remember`;

/** What a backfill of as many windows as there may be costs itself, every other one a failure: the worst for what it remembers. */
export const windows: Measurement = {
  about: "the histories of one backfill of 10,000 windows: events, bytes, what is remembered of them",
  async run({ size }) {
    const count = sizes[size];
    const what = `One backfill of ${grouped(count)} windows that do nothing, every other one a failure, 32 at once`;
    if (noTemporal !== undefined) return [notMeasured({ id, what, goal }, noTemporal)];
    const world = await backfillWorld("cheap");
    try {
      let walked: ManyWindows | undefined;
      const seconds = await secondsOf(async () => (walked = await manyWindows(world, count)));
      if (walked === undefined) throw unsound("no backfill was walked");
      return [figure(what, count, seconds, walked)];
    } finally {
      await world.stop();
    }
  },
};

function figure(what: string, count: number, seconds: number, { track, histories }: ManyWindows): Figure {
  if (track.rows + countOf(track.failed) !== count || track.todo !== "") throw unsound("windows are missing");
  const events = Math.max(...histories.map((history) => history.events));
  const bytes = Math.max(...histories.map((history) => history.bytes));
  const carried = JSON.stringify(track).length;
  const values = { events, bytes, carried, seconds, histories: histories.length };
  return {
    id,
    what,
    measured: `${histories.length} histories, the longest ${grouped(events)} events, the largest ${grouped(bytes)} bytes; ${grouped(carried)} bytes remembered; ${seconds.toFixed(0)} s`,
    goal,
    met: events < goals.events && bytes < goals.bytes && carried < goals.carried,
    values,
  };
}

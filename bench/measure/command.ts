import { startSillage } from "../../test/harness/run-command.ts";
import { testDemo, type TestDemo } from "../../test/harness/demo.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { beside } from "../dagster/beside.ts";
import { besideCommand } from "../dagster/beside-command.ts";
import { median, type BenchSize, type Figure, type Measurement } from "../measurement.ts";
import { unsound } from "../unsound.ts";

const times = { tiny: 2, small: 7, full: 25 };
const most = 300;
/** The activity in which code of the deployment runs first. */
const userCode = "extractPages";

/** How long it takes from an order to run something to the first code of the deployment, on a stack that is warm. */
export const command: Measurement = {
  about:
    "milliseconds from `sillage run` to the first code of the deployment, on a warm stack; Dagster in the same run",
  async run(context) {
    const { size } = context;
    const { line, call } = await lags(size);
    return [
      figure("command.line", "`sillage run sites --detach`, typed", line),
      figure("command.call", "the same, asked of Temporal by a client that is connected", call),
      ...(await beside(context, [besideCommand(size, median(line))])),
    ];
  },
};

async function lags(size: BenchSize): Promise<Readonly<Record<"line" | "call", readonly number[]>>> {
  const stack = await testDemo();
  try {
    await stack.run("initial");
    const { client, ingestion } = stack.demo;
    const ask = () => startRun(client, { job: "selection", selection: "sites", full: false, ingestion });
    return {
      line: await taken(times[size], () => lag(stack, () => typed(stack))),
      call: await taken(times[size], () => lag(stack, ask)),
    };
  } finally {
    await stack.stop();
  }
}

async function typed({ dataDir }: TestDemo): Promise<string> {
  const { stdout } = await startSillage(["run", "sites and kind:table", "--detach", "--data-dir", dataDir]).ended;
  return stdout.trim();
}

/** Milliseconds from an order to the start of the deployment's code, by the server's clock, which is this machine's. */
async function lag({ demo: { client } }: TestDemo, order: () => Promise<string>): Promise<number> {
  const from = Date.now();
  const id = await order();
  await awaitRun(client, id);
  const { events } = await client.workflow.getHandle(`${id}/extract/sites`).fetchHistory();
  const scheduled = events?.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === userCode,
  );
  const started = events?.find(
    (event) =>
      event.activityTaskStartedEventAttributes?.scheduledEventId?.toString() === scheduled?.eventId?.toString(),
  );
  const { seconds, nanos } = started?.eventTime ?? {};
  if (seconds == null) throw unsound(`${id} never came to ${userCode}`);
  return Number(seconds) * 1000 + (nanos ?? 0) / 1e6 - from;
}

async function taken(count: number, once: () => Promise<number>): Promise<readonly number[]> {
  await once();
  const all: number[] = [];
  for (let time = 0; time < count; time++) all.push(await once());
  return all;
}

const figure = (id: string, what: string, all: readonly number[]): Figure => {
  const p50 = median(all);
  return {
    id,
    what: `First code of the deployment after ${what} (p50 of ${all.length})`,
    measured: `${p50.toFixed(0)} ms`,
    goal: `below ${most} ms`,
    met: p50 < most,
    values: { p50 },
  };
};

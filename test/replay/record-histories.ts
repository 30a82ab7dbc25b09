import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import * as workflows from "../../workflows/index.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { historyFolder, type RecordedHistory } from "./histories.ts";
import { playScenes, type Scene } from "./scenes.ts";

/** Where a recording is gathered: the folder of histories is replaced when all of it is there, and untouched by a recording that fails. */
const gathered = new URL("./histories.new/", import.meta.url);

/** Play every scene on real servers and keep a history of each workflow in it: `npm run record-histories`. */
async function record(): Promise<void> {
  await rm(gathered, { recursive: true, force: true });
  await mkdir(gathered, { recursive: true });
  const night = await testDemo({ environment: { LANDING_GRACE_SECONDS: "3", DRIFT_NIGHTS: "1" } });
  try {
    for (const scene of await playScenes(night)) await keep(night, scene);
  } finally {
    await night.stop();
  }
  await replaceHistories();
}

async function keep(night: TestDemo, { name, workflowIds }: Scene): Promise<void> {
  for (const workflowId of workflowIds) {
    const handle = night.demo.client.workflow.getHandle(workflowId);
    const { type } = await handle.describe();
    const history = withoutMachine(historyToJSON(await handle.fetchHistory()));
    const recorded: RecordedHistory = { workflowId, type, history };
    await writeFile(new URL(`${type}-${name}.json`, gathered), `${JSON.stringify(recorded)}\n`, { flag: "wx" });
  }
}

async function replaceHistories(): Promise<void> {
  const names = await readdir(gathered);
  const lacking = Object.keys(workflows).filter((type) => !names.some((name) => name.startsWith(`${type}-`)));
  if (lacking.length > 0) throw new Error(`No history of ${lacking.join(", ")} was recorded; the ones there are kept.`);
  await rm(historyFolder, { recursive: true, force: true });
  await rename(gathered, historyFolder);
  process.stdout.write(`${names.toSorted().join("\n")}\n`);
}

/** A recording names no machine: identities hold host names, stack traces hold paths. What the SDK notes of itself stays: by its flags it replays as it ran. */
const withoutMachine = (json: string): unknown =>
  JSON.parse(json, (key, value: unknown) =>
    key === "identity" ? "recorded" : key === "stackTrace" ? "" : key === "workerVersion" ? undefined : value,
  );

await record();

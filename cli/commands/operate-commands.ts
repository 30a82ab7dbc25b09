import type { Command } from "commander";
import { createApiKey } from "../../api/keys.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { awaitRun, startRun } from "../run-job.ts";
import { outputOf, settingsOf } from "../settings.ts";

/** Commands that steer a running product. */
export function operateCommands(program: Command): void {
  runCommand(program);
  statusCommand(program);
  throttleCommand(program);
  quarantineCommand(program);
  keysCommand(program);
}

function runCommand(program: Command): void {
  program
    .command("run <job-or-selection>")
    .description("Run a job or a selection of assets now, and wait for its end.")
    .option("--full", "read everything again, whatever the watermarks say")
    .option("--detach", "start it and return at once")
    .addHelpText(
      "after",
      "\nExample:\n  $ sillage run nightly\n  $ sillage run clients --full\n  $ sillage run 'source:ponton and not visits' --detach",
    )
    .action(async (target: string, options: { full?: boolean; detach?: boolean }, command: Command) => {
      const settings = settingsOf(command);
      const output = outputOf(command);
      const { graph } = await loadDeployment(settings.graph);
      const isJob = graph.spec.jobs.some((job) => job.name === target);
      if (target === "initial" && options.full !== true) await refuseSecondInitial(settings.dataDir, settings.graph);
      const ingestion = parseConfig(processEnvironment()).INGESTION_TRIGGER;
      await withTemporal(settings.dataDir, async (client) => {
        const id = await startRun(client, {
          job: isJob ? target : "selection",
          selection: isJob ? null : target,
          full: options.full ?? false,
          ingestion,
        });
        output.progress(`started ${id}`);
        if (options.detach === true) return output.answer({ id }, () => [id]);
        const result = await awaitRun(client, id);
        output.answer(result, () =>
          toTable(
            ["asset", "state", "rows", "detail"],
            result.steps.map((step) => [step.asset, step.state, step.rows, step.detail]),
          ),
        );
      });
    });
}

async function refuseSecondInitial(dataDir: string, folder: string | undefined): Promise<void> {
  const mirrors = await withDatabase(dataDir, await loadDeployment(folder), (database) => database.mirrors());
  const marked = mirrors.filter((mirror) => mirror.loadedThrough !== null).length;
  if (marked > 0)
    throw new SillageError({
      code: "run.already-initial",
      message: `The initial extraction was made: ${marked} tables have marks.`,
      fix: "Run `sillage run nightly` for what changed, or `sillage run initial --full` to read everything again (merging twice is harmless).",
    });
}

function statusCommand(program: Command): void {
  program
    .command("status")
    .description("Show every asset's marks and the throttle.")
    .action(async (_, command: Command) => {
      const settings = settingsOf(command);
      const deployed = await loadDeployment(settings.graph);
      const state = await withDatabase(settings.dataDir, deployed, async (database) => ({
        assets: await database.mirrors(),
        throttle: await database.throttleState("default"),
        quarantined: (await database.quarantined()).length,
      }));
      outputOf(command).answer(state, () => [
        ...toTable(
          ["asset", "landed through", "loaded through", "rows", "materialised at"],
          state.assets.map((asset) => [
            asset.asset,
            asset.landedThrough,
            asset.loadedThrough,
            asset.rows,
            asset.materialisedAt,
          ]),
        ),
        "",
        throttleLine(state.throttle),
        `${state.quarantined} rows in quarantine`,
      ]);
    });
}

const throttleLine = (state: {
  readonly bytesPerSecond: number;
  readonly paused: boolean;
  readonly enabled: boolean;
}): string => `throttle: ${state.enabled ? `${state.bytesPerSecond} bytes/s` : "off"}${state.paused ? ", paused" : ""}`;

function throttleCommand(program: Command): void {
  program
    .command("throttle")
    .description("Show or change the rate into the database; live, over every process.")
    .option("--rate <bytes>", "bytes a second (1 MB = 1,000,000 bytes of JSON-encoded rows)", Number)
    .option("--pause", "let nothing in")
    .option("--resume", "go on")
    .option("--off", "no limit")
    .option("--on", "limit again")
    .addHelpText("after", "\nExample:\n  $ sillage throttle --rate 500000\n  $ sillage throttle --pause")
    .action(
      async (
        options: { rate?: number; pause?: boolean; resume?: boolean; off?: boolean; on?: boolean },
        command: Command,
      ) => {
        if (options.rate !== undefined && !(options.rate >= 1_000))
          throw new SillageError({
            code: "usage.rate",
            message: `--rate is ${options.rate}.`,
            fix: "Give at least 1000 bytes a second, or --pause.",
          });
        const settings = settingsOf(command);
        const paused = options.pause === true ? true : options.resume === true ? false : undefined;
        const enabled = options.off === true ? false : options.on === true ? true : undefined;
        const state = await withDatabase(settings.dataDir, await loadDeployment(settings.graph), async (database) => {
          const change = { ...(paused !== undefined && { paused }), ...(enabled !== undefined && { enabled }) };
          await database.setThrottle("merge", {
            ...change,
            ...(options.rate !== undefined && { bytesPerSecond: options.rate * 4 }),
          });
          return database.setThrottle("default", {
            ...change,
            ...(options.rate !== undefined && { bytesPerSecond: options.rate }),
          });
        });
        outputOf(command).answer(state, () => [throttleLine(state)]);
      },
    );
}

function quarantineCommand(program: Command): void {
  const quarantine = program.command("quarantine").description("Rows that did not fit their declaration.");
  quarantine
    .command("list")
    .description("List them: load, line, column and rule, never the value.")
    .option("--table <key>", "one table only")
    .action(async (options: { table?: string }, command: Command) => {
      const settings = settingsOf(command);
      const rows = await withDatabase(settings.dataDir, await loadDeployment(settings.graph), (database) =>
        database.quarantined(options.table),
      );
      outputOf(command).answer(rows, () =>
        rows.length === 0
          ? ["Nothing is in quarantine."]
          : toTable(
              ["table", "load", "part", "line", "column", "rule"],
              rows.map((row) => [row.table, row.loadId, row.part, row.line, row.column, row.rule]),
            ),
      );
    });
}

function keysCommand(program: Command): void {
  const keys = program.command("keys").description("Keys of the KPI API.");
  keys
    .command("create")
    .description("Make a key; it is shown once.")
    .requiredOption("--label <who>", "who will use it")
    .option("--individual", "may read KPIs about single people (as aliases)")
    .option("--days <n>", "days it lasts, 365 at most", Number, 365)
    .addHelpText("after", "\nExample:\n  $ sillage keys create --label dashboards --individual")
    .action(async (options: { label: string; individual?: boolean; days: number }, command: Command) => {
      const settings = settingsOf(command);
      const { token, record } = createApiKey({
        environment: parseConfig(processEnvironment()).SILLAGE_ENVIRONMENT,
        label: options.label,
        scopes: options.individual === true ? ["kpi:read", "kpi:individual"] : ["kpi:read"],
        days: options.days,
        now: new Date(),
      });
      await withDatabase(settings.dataDir, await loadDeployment(settings.graph), (database) =>
        database.addApiKey(record),
      );
      outputOf(command).answer(
        { key: token, id: record.id, scopes: record.scopes, expiresAt: record.expiresAt },
        () => [token, `shown once; scopes ${record.scopes.join(", ")}; ends ${record.expiresAt}`],
      );
    });
}

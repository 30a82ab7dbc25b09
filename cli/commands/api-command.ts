import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import type { Alias } from "../../worker/alias.ts";
import { outputOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { systemClock } from "../system-clock.ts";
import { examples } from "./examples.ts";

/** `sillage api`: it listens at once, and answers 503 until its database is ready. */
export function apiCommand(program: Command): void {
  program
    .command("api")
    .description("Run the KPI API, which also takes the bucket's object-created events.")
    .addHelpText("after", examples("API_PORT=8088 sillage api --db postgres://sillage@db.example.test/sillage"))
    .action(serve);
}

async function serve(_: object, command: Command): Promise<void> {
  const [{ Client, Connection }, { startApi }, { apiParts }, { landingEvents }, { openAlias }, { openProcess }] =
    await Promise.all([
      import("@temporalio/client"),
      import("../../api/start.ts"),
      import("../api/api-parts.ts"),
      import("../../worker/landing-events.ts"),
      import("../../worker/alias.ts"),
      import("./open-process.ts"),
    ]);
  const output = outputOf(command);
  const signal = stopSignal();
  const opened = await openProcess(command, openAlias, { role: "api" });
  const { parts, config, close } = opened;
  const connection = Connection.lazy({ address: opened.address });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  let alias: Alias | undefined;
  let refusal = starting;
  const api = await startApi(
    {
      ...apiParts(parts, { config, clock: systemClock, client: () => client }),
      standing: () => (alias === undefined ? refusal : undefined),
      aliasOf: (consumer, pid) => alias?.aliasOf(consumer, pid) ?? "",
      kek: () => alias?.kek,
      events: {
        token: config.EVENT_TOKEN,
        bucket: config.S3_BUCKET,
        store: parts.store,
        onObjects: landingEvents(client, { listEvery: config.LANDING_LIST_SECONDS * 1000 }),
      },
      report: output.progress,
    },
    { host: config.API_HOST, port: config.API_PORT },
  );
  output.answer({ url: api.url }, () => [`KPI API: ${api.url}/docs`]);
  try {
    alias = await opened
      .prepare({ report: output.progress, onRefusal: (error) => void (refusal = error), signal })
      .catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error)));
    await untilStopped(signal);
  } finally {
    await api.stop();
    await connection.close();
    await close();
  }
}

/** What callers are told before the database was asked. */
const starting = new SillageError({
  code: "api.starting",
  message: "The API has just started and waits for its database.",
  fix: "Ask again in a moment.",
  retryable: true,
});

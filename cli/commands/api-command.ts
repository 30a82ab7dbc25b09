import type { Command } from "commander";
import { Client, Connection } from "@temporalio/client";
import { startApi } from "../../api/start.ts";
import { landingEvents } from "../../worker/landing-events.ts";
import { outputOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { systemClock } from "../system-clock.ts";
import { examples } from "./examples.ts";
import { openProcess } from "./open-process.ts";

/** `sillage api`. */
export function apiCommand(program: Command): void {
  program
    .command("api")
    .description("Run the KPI API, which also takes the bucket's object-created events.")
    .addHelpText("after", examples("API_PORT=8088 sillage api --db postgres://sillage@db.example.test/sillage"))
    .action(serve);
}

async function serve(_: object, command: Command): Promise<void> {
  const { parts, keys, config, address, close } = await openProcess(command, "keys", { role: "api" });
  const connection = Connection.lazy({ address });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const api = await startApi(
    {
      deployed: parts.deployed,
      database: parts.database,
      clock: systemClock,
      aliasOf: (consumer, pid) => keys?.aliasOf(consumer, pid) ?? "",
      events: {
        token: config.EVENT_TOKEN,
        bucket: config.S3_BUCKET,
        store: parts.store,
        onObject: landingEvents(client, { listEvery: config.LANDING_LIST_SECONDS * 1000 }),
      },
      temporalUi: config.TEMPORAL_UI_URL,
      report: outputOf(command).progress,
    },
    { host: config.API_HOST, port: config.API_PORT },
  );
  outputOf(command).answer({ url: api.url }, () => [`KPI API: ${api.url}/docs`]);
  await untilStopped(stopSignal());
  await api.stop();
  await connection.close();
  await close();
}

import type { Command } from "commander";
import { Client, Connection } from "@temporalio/client";
import { startApi } from "../../api/start.ts";
import { apiParts } from "./api-parts.ts";
import { landingEvents } from "../../worker/landing-events.ts";
import { openAlias } from "../../worker/alias.ts";
import { openProcess } from "../commands/open-process.ts";
import { converterWith } from "../../worker/wire/data-converter.ts";
import { openCodec } from "../../worker/open-codec.ts";
import { pagesOf } from "../pages-of.ts";
import { untilReplayed } from "../../worker/until-replayed.ts";
import { laterReveals } from "../../worker/later-reveals.ts";
import { SillageError } from "../../core/errors.ts";
import type { Reveals } from "../../core/ports/reveals.ts";
import type { Alias } from "../../worker/alias.ts";
import { openKeys, type Keys } from "../../worker/keys.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { systemClock } from "../system-clock.ts";

/** Serve the API until it is stopped; with `holds` it opens sealed values too. */
export async function serveApi({ holds }: { readonly holds: boolean }, command: Command): Promise<void> {
  const output = outputOf(command);
  const signal = stopSignal();
  const held: { reveals?: Reveals } = {};
  const keep = (keys: Keys): void => void (held.reveals = parts.revealsFor(() => client, keys).reveals);
  const opened = await openProcess(command, holds ? openFor(keep) : openAlias, { role: "api" });
  const { parts, config, close } = opened;
  const codec = await openCodec(config, settingsOf(command).dataDir, { report: output.progress });
  const connection = Connection.lazy({ address: opened.address });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, dataConverter: converterWith(codec) });
  const pages = pagesOf(config);
  let alias: Alias | undefined;
  let refusal = starting;
  const api = await startApi(
    {
      ...apiParts(parts, { config, clock: systemClock, client: () => client }),
      standing: () => (alias === undefined ? refusal : undefined),
      aliasOf: (consumer, pid) => alias?.aliasOf(consumer, pid) ?? "",
      kek: () => alias?.kek,
      ...(holds && { reveals: laterReveals(() => held.reveals) }),
      events: {
        token: config.EVENT_TOKEN,
        bucket: config.S3_BUCKET,
        store: parts.store,
        onObjects: landingEvents(client, { listEvery: config.LANDING_LIST_SECONDS * 1000 }),
      },
      report: output.progress,
      pages,
    },
    { host: config.API_HOST, port: config.API_PORT },
  );
  output.answer({ url: api.url }, () => [`KPI API: ${api.url}/docs`]);
  try {
    const waiting = { report: output.progress, onRefusal: (error: SillageError) => void (refusal = error), signal };
    alias = await opened
      .prepare(waiting)
      .then((held) => untilReplayed(parts, waiting).then(() => held))
      .catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error)));
    await untilStopped(signal);
  } finally {
    await api.stop();
    await connection.close();
    await close();
  }
}

/** Keys that stay open, for what opens sealed values with them. */
const openFor =
  (keep: (keys: Keys) => void) =>
  async (...given: Parameters<typeof openKeys>): Promise<Alias> => {
    const keys = await openKeys(...given);
    keep(keys);
    return { aliasOf: keys.aliasOf, kek: keys.kek.describe(), close: keys.close };
  };

/** What callers are told before the database was asked. */
const starting = new SillageError({
  code: "api.starting",
  message: "The API has just started and waits for its database.",
  fix: "Ask again in a moment.",
  retryable: true,
});

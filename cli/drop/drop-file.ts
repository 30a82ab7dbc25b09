import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Client } from "@temporalio/client";
import { foreignLoadId } from "../../activities/foreign-load-id.ts";
import { oneObject } from "../../core/objects-told.ts";
import { SillageError } from "../../core/errors.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { landingEvents } from "../../worker/landing-events.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { SensorInput } from "../../workflows/landing-sensor.ts";

/** A file to drop, and by what. */
export type Drop = {
  readonly table: string;
  readonly file: string;
  readonly store: ObjectStore;
  readonly client: Client;
  readonly sensor: SensorInput;
};
/** A file in the bucket; `ingestion` is the id of the workflow that will load it. */
export type Dropped = { readonly key: string; readonly bytes: number; readonly ingestion: string };

/** Put a file under `inbox/<table>/` and tell the landing sensor, as the bucket's event does too. Throws `drop.unreadable`, `drop.waits-already` and what the store throws. */
export async function dropFile({ table, file, store, client, sensor }: Drop): Promise<Dropped> {
  const body = await readFile(file).catch((error: unknown) => {
    throw new SillageError({
      code: "drop.unreadable",
      message: `${file} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : "unknown"}).`,
      fix: "Name a file that exists and that you may read.",
    });
  });
  const key = `inbox/${table}/${basename(file)}`;
  const { etag } = await store.put(key, body, { onlyIfAbsent: true }).catch((error: unknown) => {
    if (error instanceof SillageError && error.code === "store.exists") throw waitsAlready(key);
    throw error;
  });
  const info = await store.head(key);
  await landingEvents(client, sensor)(oneObject({ key, etag: info?.etag ?? etag }));
  const loadId = foreignLoadId(key, info?.etag ?? etag, info?.lastModified ?? new Date());
  return { key, bytes: body.length, ingestion: workflowId.ingest(table, loadId) };
}

const waitsAlready = (key: string): SillageError =>
  new SillageError({
    code: "drop.waits-already",
    message: `${key} is in the bucket already and was not loaded yet.`,
    fix: "Wait for it (`sillage status` shows what was refused), or give the file another name.",
  });

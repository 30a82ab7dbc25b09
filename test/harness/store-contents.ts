import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@temporalio/client";

/** The bytes of every file below a folder, by path; `without` are paths that are left out. */
export async function* filesBelow(
  folder: string,
  without: ReadonlySet<string> = new Set(),
): AsyncGenerator<{ readonly path: string; readonly bytes: Uint8Array }> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !without.has(path)) yield { path, bytes: await readFile(path) };
  }
}

/** Asks a database. */
type Asking = <Row extends object>(text: string) => Promise<readonly Row[]>;

/** Every row of every table of a database as text, the system's own included. */
export async function rowsAsText(query: Asking): Promise<Uint8Array> {
  const tables = await query<{ readonly name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema <> 'information_schema'`,
  );
  const texts: string[] = [];
  for (const { name } of tables)
    texts.push(
      ...(await query<{ readonly row: string }>(`select whole_row::text as row from ${name} whole_row`)).map(
        ({ row }) => row,
      ),
    );
  return Buffer.from(texts.join("\n"));
}

/** Every workflow's history with its payloads decoded, and what Temporal tells of it beside: memo, details, heartbeats. */
export async function decodedHistories(client: Client): Promise<Uint8Array> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    texts.push(decoded(await handle.fetchHistory()), decoded((await handle.describe()).raw));
  }
  return Buffer.from(texts.join("\n"));
}

/** JSON in which bytes are the text that they hold. */
const decoded = (message: object): string =>
  JSON.stringify(message, (name, value: unknown) => {
    if (isBase64(name, value)) return Buffer.from(value, "base64").toString("utf8");
    if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
    return isBufferJson(value) ? Buffer.from(value.data).toString("utf8") : value;
  });

/** A message writes the bytes of its payloads as base64. */
const isBase64 = (name: string, value: unknown): value is string =>
  (name === "data" || name === "encoding") && typeof value === "string" && /^[A-Za-z0-9+/]+={0,2}$/.test(value);

const isBufferJson = (value: unknown): value is { readonly data: readonly number[] } =>
  typeof value === "object" && value !== null && "type" in value && value.type === "Buffer" && "data" in value;

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import type { ControlFile } from "./control-server.ts";

/** Calls a running runtime by name. Throws what the runtime threw. */
export type ControlCall = <Answer>(name: string, ...args: readonly unknown[]) => Promise<Answer>;

/** A caller of the runtime on this data directory; undefined when none answers. */
export async function controlClient(dataDir: string): Promise<ControlCall | undefined> {
  const text = await readFile(join(dataDir, "control.json"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const file: ControlFile = JSON.parse(text);
  const call = async <Answer>(name: string, ...args: readonly unknown[]): Promise<Answer> => {
    const response = await fetch(file.url, {
      method: "POST",
      headers: { authorization: `Bearer ${file.token}` },
      body: JSON.stringify({ name, args }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const refused: { readonly code: string; readonly message: string } = JSON.parse(text);
    throw new SillageError({ code: refused.code, message: refused.message, fix: "See the runtime's log for more." });
  };
  return (await call("describe").then(
    () => true,
    () => false,
  ))
    ? call
    : undefined;
}

/** The calls of the database's port that commands use, over a control call. */
export type RemoteDatabase = Pick<
  Database,
  "mirrors" | "throttleState" | "setThrottle" | "quarantined" | "query" | "addApiKey"
>;

/** The database behind a running runtime. */
export const remoteDatabase = (call: ControlCall): RemoteDatabase => ({
  mirrors: () => call("mirrors"),
  throttleState: (lane) => call("throttleState", lane),
  setThrottle: (lane, change) => call("setThrottle", lane, change),
  quarantined: (table) => call("quarantined", table),
  query: (sql, params) => call("query", sql, params),
  addApiKey: (key) => call("addApiKey", key),
});

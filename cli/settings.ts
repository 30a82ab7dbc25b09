import { resolve } from "node:path";
import type { Command } from "commander";
import { createOutput, type Output } from "./output.ts";

/** Options that every command takes. */
export type Settings = {
  /** Absolute: the servers that are started with it know no other folder to be relative to. */
  readonly dataDir: string;
  readonly db: string | undefined;
  readonly graph: string | undefined;
  readonly json: boolean;
};

/** The options of a command and of the program above it. */
export function settingsOf(command: Command): Settings {
  const { dataDir, db, graph, json }: { dataDir?: string; db?: string; graph?: string; json?: boolean } =
    command.optsWithGlobals();
  return { dataDir: resolve(dataDir ?? ".sillage"), db, graph, json: json ?? false };
}

/** The output of a command, as its options ask. */
export const outputOf = (command: Command): Output => createOutput(settingsOf(command).json);

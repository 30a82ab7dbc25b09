import type { Command } from "commander";
import { createOutput, type Output } from "./output.ts";

/** Options that every command takes. */
export type Settings = { readonly dataDir: string; readonly graph: string | undefined; readonly json: boolean };

/** The options of a command and of the program above it. */
export function settingsOf(command: Command): Settings {
  const { dataDir, graph, json }: { dataDir?: string; graph?: string; json?: boolean } = command.optsWithGlobals();
  return { dataDir: dataDir ?? ".sillage", graph, json: json ?? false };
}

/** The output of a command, as its options ask. */
export const outputOf = (command: Command): Output => createOutput(settingsOf(command).json);

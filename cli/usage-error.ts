import { CommanderError } from "commander";
import { SillageError } from "../core/errors.ts";

/** What the command line's parser threw, as our own error (`usage.<what>`); undefined where it only showed its help; any other error as it is. */
export function usageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.exitCode === 0) return undefined;
  const isGroup = error.code === "commander.help";
  return new SillageError({
    code: isGroup ? "usage.missing-command" : `usage.${kebab(error.code.replace("commander.", ""))}`,
    message: isGroup ? "A command is missing." : `${error.message.replace(/^error: /, "").replaceAll("\n", " ")}.`,
    fix: isGroup ? "Choose one of those above." : "Add --help for the options.",
  });
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { createProgram, everyCommand } from "./program.ts";
import { usageError } from "./usage-error.ts";
import type { Command } from "commander";

const program = await createProgram();
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  return help;
}

test.each([program, ...everyCommand(program)].map((command) => [nameOf(command), command] as const))(
  "%s explains itself with an example of its own and the options that all share",
  (name, command) => {
    const help = helpOf(command);
    const example = help.slice(help.search(/^Examples?:$/m));
    expect(example).toMatch(
      new RegExp(`^ {2}\\$ .*\\b(sillage|npm run)\\b.*${name.split(" ").slice(1).join(" ")}`, "m"),
    );
    for (const option of ["--data-dir", "--db", "--graph", "--json"]) expect(help).toContain(option);
  },
);

async function refusal(...args: readonly string[]): Promise<unknown> {
  const quiet = (await createProgram()).configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const command of everyCommand(quiet)) command.configureOutput({ writeErr: () => undefined });
  return quiet.parseAsync(args, { from: "user" }).then(
    () => undefined,
    (error: unknown) => usageError(error),
  );
}

test.each<[readonly string[], string, string]>([
  [["xyzzy"], "usage.unknown-command", "unknown command 'xyzzy'. Add --help for the options."],
  [["run"], "usage.missing-argument", "missing required argument 'job-or-selection'. Add --help for the options."],
  [["check", "--frob"], "usage.unknown-option", "unknown option '--frob'. Add --help for the options."],
  [["keys"], "usage.missing-command", "A command is missing. Choose one of those above."],
  [
    ["throttle", "--pause", "--resume"],
    "usage.conflicting-option",
    "option '--pause' cannot be used with option '--resume'. Add --help for the options.",
  ],
  [
    ["throttle", "--off", "--on"],
    "usage.conflicting-option",
    "option '--off' cannot be used with option '--on'. Add --help for the options.",
  ],
  [["throttle", "--rate", "1e15"], "usage.rate", "--rate is 1e15. Give a whole number from 1,000 to 10,000,000,000."],
  [
    ["throttle", "--rate", "500000.7"],
    "usage.rate",
    "--rate is 500000.7. Give a whole number from 1,000 to 10,000,000,000.",
  ],
  [["plan", "x", "--rate", "-5"], "usage.rate", "--rate is -5. Give a whole number from 1,000 to 10,000,000,000."],
  [
    ["keys", "create", "--label", "x", "--days", "9999"],
    "usage.days",
    "--days is 9999. Give a whole number from 1 to 365.",
  ],
  [
    ["keys", "create", "--label", " "],
    "usage.label",
    "--label is empty. Name who will use the key, in 1 to 100 characters.",
  ],
  [["demo", "--volume", "huge"], "usage.volume", 'There is no volume "huge". Choose among tiny, small, medium.'],
  [
    ["backfill"],
    "usage.missing-argument",
    "A selection of assets is missing. Write for instance `sillage backfill bookings --from 2026-01-01`, or add --help for the options.",
  ],
  [
    ["backfill", "clients"],
    "usage.missing-argument",
    "--from is missing. Write for instance `sillage backfill bookings --from 2026-01-01`, or add --help for the options.",
  ],
  [
    ["backfill", "clients", "--window", "7"],
    "usage.window",
    "--window is 7. Give hours or days, for instance 12h or 7d.",
  ],
  [
    ["backfill", "concurrency", "x", "99"],
    "usage.concurrency",
    "--concurrency is 99. Give a whole number from 1 to 32.",
  ],
  [
    ["worker", "--role", "control,chef"],
    "usage.role",
    'There is no role "chef". Choose among control, extract, ingest, pii.',
  ],
])("%j is refused as %s", async (args, code, message) => {
  expect(await refusal(...args)).toMatchObject({ code, message });
});

test("help is no error, and what is no usage error passes as it is", () => {
  expect(usageError(new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"))).toBeUndefined();
  expect(usageError(new TypeError("x"))).toBeInstanceOf(TypeError);
});

test.each(program.commands.map((command) => command.name()))(
  "typed, %s is loaded with what its file adds",
  async (name) => {
    const { commands } = await createProgram(name);
    expect(commands.map((command) => command.name())).toContain(name);
    expect(commands.length).toBeLessThan(5);
  },
);

import { Command } from "commander";
import { expect, test } from "vitest";
import { backfillCommands } from "./backfill-commands.ts";
import { retryConcurrency } from "./retry-concurrency.ts";

/** What `sillage backfill retry` makes of its arguments. */
async function retried(...args: readonly string[]): Promise<number | undefined> {
  const program = new Command();
  backfillCommands(program);
  let told: number | undefined;
  const retry = program.commands[0]?.commands.find((command) => command.name() === "retry");
  retry?.action((_id, _options, command: Command) => void (told = retryConcurrency(command)));
  await program.parseAsync(["backfill", "retry", "01JBC3Q0Z9X8Y7W6V5T4S3R2Q1", ...args], { from: "user" });
  return told;
}

test("a retry is told how many windows are in work at once by its option, and by nothing else", async () => {
  expect(await retried("--concurrency", "2")).toBe(2);
  expect(await retried("--concurrency", "4")).toBe(4);
  expect(await retried()).toBeUndefined();
});

test("more windows at once than there may be are refused", async () => {
  await expect(retried("--concurrency", "33")).rejects.toMatchObject({ code: "usage.concurrency" });
});

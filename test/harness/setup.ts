import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processEnvironment } from "../../config.ts";
import { holdPort } from "../../dev/stack/ports.ts";
import { findTool } from "../../dev/tools/find-tool.ts";
import { temporalTool, versitygwTool } from "../../dev/tools/tool.ts";
import { beginningSetting } from "./beginning-setting.ts";

/** The ports that a stack takes when they are free: Temporal's two, the S3 server's, the API's. */
const usualPorts = [7233, 8233, 7070, 8080];

/** Make it safe that nights start at the same instant: tools are there before the first one, and every stack takes ports that nobody else looks for. Gives what ends it. */
export async function setup(): Promise<() => Promise<void>> {
  const options = { env: processEnvironment(), progress: (line: string): void => console.log(line) };
  // A night that finds no tool builds it; two nights would both build it.
  for (const tool of [temporalTool, versitygwTool]) await findTool(tool, options);
  // A port is free until its server listens: two nights would both find the usual one free.
  const held = await Promise.all(usualPorts.map(holdPort));
  const beginning = await mkdtemp(join(tmpdir(), "sillage-beginning-"));
  process.env[beginningSetting] = beginning;
  return async () => {
    await rm(beginning, { recursive: true, force: true });
    await Promise.all(held.map((port) => port.release()));
  };
}

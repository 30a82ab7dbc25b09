import { glob, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { firstProgram } from "./programs.ts";
import type { FindOptions, ToolSpec } from "./tool.ts";

/** Download Temporal's command line as its SDK does, and keep it at `target`. False when the network does not give it. */
export async function downloadTemporal(tool: ToolSpec, target: string, { progress }: FindOptions): Promise<boolean> {
  const downloadDir = dirname(target);
  await mkdir(downloadDir, { recursive: true });
  progress(`${tool.name}: not found; downloading ${tool.version}`);
  try {
    const { TestWorkflowEnvironment } = await import("@temporalio/testing");
    // The SDK offers the download only together with a server's start: it is started once, without a UI, and ended.
    const server = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: "cached-download", version: tool.version, downloadDir } },
    });
    await server.teardown();
  } catch {
    progress(`${tool.name}: no download, the network does not give it`);
    return false;
  }
  const downloaded = await firstProgram(await Array.fromAsync(glob(join(downloadDir, "temporal-sdk-typescript-*"))));
  if (downloaded !== undefined) await rename(downloaded, target);
  return downloaded !== undefined;
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestDemo } from "./demo.ts";
import { startSillage } from "./run-command.ts";

/** What commands say on both streams while a dropped file of clear lines, rows in quarantine and refused loads are there; `absent` names a file that is not. The night's own progress is among it. */
export async function commandsSay(
  night: TestDemo,
  { clients, absent }: { readonly clients: string; readonly absent: string },
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "sillage-canary-"));
  const said: string[] = [...night.log];
  try {
    await writeFile(join(folder, "clients.jsonl"), clients);
    for (const args of [
      ["drop", "clients", join(folder, "clients.jsonl")],
      ["drop", "clients", join(folder, absent)],
      ["quarantine", "replay", "--table", "clients"],
      ["quarantine", "list", "--json"],
      ["status"],
      ["pii", "doctor"],
    ]) {
      const { code, stdout, stderr } = await startSillage([...args, "--data-dir", night.dataDir]).ended;
      said.push(`${args.slice(0, 2).join(" ")} ended with ${code}`, stdout, stderr);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return Buffer.from(said.join("\n"));
}

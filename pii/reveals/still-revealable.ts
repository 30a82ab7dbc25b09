import { SillageError } from "../../core/errors.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { requireRevealable } from "./require-revealable.ts";

/** The file of a bulk reveal, a JSON line a person, as it may be read now: who was erased or restricted since it was made is in it by the refusal alone. */
export async function stillRevealable(
  identity: Pick<IdentityStore, "findByPid" | "standingOf">,
  file: string,
): Promise<string> {
  const lines: string[] = [];
  for (const line of file.split("\n").filter(Boolean)) lines.push(`${await readableLine(identity, line)}\n`);
  return lines.join("");
}

async function readableLine(identity: Parameters<typeof requireRevealable>[0], line: string): Promise<string> {
  const { pid }: { readonly pid: string } = JSON.parse(line);
  try {
    await requireRevealable(identity, pid);
    return line;
  } catch (error) {
    if (!(error instanceof SillageError) || error.retryable) throw error;
    return JSON.stringify({ pid, refused: error.code });
  }
}

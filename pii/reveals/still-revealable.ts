import { SillageError } from "../../core/errors.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { requireRevealable } from "./require-revealable.ts";

/** The file of a bulk reveal, a JSON line a person, as it may be read now: who was erased or restricted since it was made is in it by the refusal alone. */
export async function stillRevealable(
  identity: Pick<IdentityStore, "findByPid" | "standingOf">,
  file: string,
): Promise<string> {
  const lines: string[] = [];
  for (const line of file.split("\n").filter(Boolean)) {
    const { pid }: { readonly pid: string } = JSON.parse(line);
    lines.push(`${await requireRevealable(identity, pid).then(() => line, refusedLine(pid))}\n`);
  }
  return lines.join("");
}

const refusedLine = (pid: string) => (error: unknown) =>
  error instanceof SillageError && !error.retryable
    ? JSON.stringify({ pid, refused: error.code })
    : Promise.reject(error);

import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { refusal } from "./reveal-refusals.ts";

/** Throws when nothing of a person is revealed now, whoever asks: `pii.unknown-person`, `reveal.restricted`. */
export async function requireRevealable(
  identity: Pick<IdentityStore, "findByPid" | "standingOf">,
  pid: string,
): Promise<void> {
  const subject = await identity.findByPid(pid);
  if (subject?.wrappedKey == null) throw refusal.person();
  if ((await identity.standingOf(pid)).restricted) throw refusal.restricted();
}

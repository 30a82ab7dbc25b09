import type { KeyObject } from "node:crypto";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";
import { mac } from "../mac.ts";

/** A line of the audit before it is chained. */
export type RevealRecord = Omit<RevealRow, "mac">;

/** What chains a line to the one before: HMAC of that one's MAC (nothing for the first) and of all that this one says. */
export const revealMac = (key: KeyObject, before: Uint8Array | null, row: RevealRecord): Buffer =>
  mac(key, Buffer.concat([before ?? Buffer.alloc(0), Buffer.from(canonical(row), "utf8")]));

const canonical = ({ seq, at, what, caller, pid, request, detail }: RevealRecord): string =>
  JSON.stringify(["sillage/v1/reveal", seq, new Date(at).toISOString(), what, caller, pid, request, detail]);

import type { SillageError } from "../../core/errors.ts";
import type { RevealWhat } from "../../core/ports/reveal-ledger.ts";

/** What the audit says of a reveal that showed nothing: `refused`, where the one who asked may not or named nobody, which counts as having asked; else `unopened`. */
export const outcomeOf = ({ code }: Pick<SillageError, "code">): Extract<RevealWhat, "refused" | "unopened"> =>
  code.startsWith("reveal.") || code === "pii.unknown-person" ? "refused" : "unopened";

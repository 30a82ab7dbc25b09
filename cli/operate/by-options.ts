import { userInfo } from "node:os";
import { ulid } from "ulid";
import type { Command } from "commander";
import type { AuditedBy, By } from "../../core/ports/audit.ts";
import { SillageError } from "../../core/errors.ts";

/** Options that say who changes something, and why. */
export type ByOptions = { readonly reason?: string; readonly who?: string };

/** Add them to a command that changes something. */
export const byOptions = (command: Command): Command =>
  command
    .option("--reason <why>", "why, for the audit: 1 to 300 characters")
    .option("--who <name>", "who, for the audit (default: the user of this system)");

/** Who changes something and why. Throws `usage.reason`, `usage.who`. */
export function byOf({ reason, who }: ByOptions): By {
  return {
    who: within("who", who ?? systemUser(), 100),
    why: within("reason", reason ?? "", 300),
  };
}

/** The same, as the database's audit takes it. */
export const auditedBy = (options: ByOptions): AuditedBy => ({
  ...byOf(options),
  id: ulid(),
  at: new Date().toISOString(),
});

function within(option: string, text: string, longest: number): string {
  const said = text.trim();
  if (said !== "" && said.length <= longest) return said;
  throw new SillageError({
    code: `usage.${option}`,
    message: said === "" ? `--${option} is missing.` : `--${option} has ${said.length} characters.`,
    fix: `Every change by hand is kept with who made it and why: give 1 to ${longest} characters.`,
  });
}

/** The user of this system. One without an entry in the system's list has a number only. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

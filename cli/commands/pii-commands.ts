import type { Command } from "commander";
import { exposureCommand } from "./exposure-command.ts";
import { examples } from "./examples.ts";
import { piiDoctor } from "./pii-doctor.ts";
import { piiDocuments } from "./pii-documents.ts";
import { piiRetention } from "./pii-retention.ts";
import { piiRotate } from "./pii-rotate.ts";

/** Commands on personal data. */
export function piiCommands(program: Command): void {
  const pii = program
    .command("pii")
    .description("Personal data and the keys that it is sealed under.")
    .addHelpText("after", examples("sillage pii rotate --epoch --dry-run"));
  piiDocuments(pii);
  piiRetention(pii);
  piiDoctor(pii);
  exposureCommand(pii);
  piiRotate(pii);
}

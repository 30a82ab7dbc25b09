import type { Command } from "commander";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** The ledger of erasures, which outlives every backup. */
export function erasuresCommands(program: Command): void {
  const erasures = program
    .command("erasures")
    .description("The ledger of erasures: a store that was put back to an earlier day erases again what it lists.")
    .addHelpText("after", examples("sillage erasures replay"));
  erasures
    .command("status")
    .description("How many entries the ledger has, and how many each store knows.")
    .addHelpText("after", examples("sillage erasures status --json"))
    .action(status);
  erasures
    .command("replay")
    .description("Erase again, in both stores, whoever the ledger lists and a store has back.")
    .addHelpText("after", examples("sillage erasures replay"))
    .action(replay);
}

async function status(_: object, command: Command): Promise<void> {
  const { withDesk } = await import("../dsr/with-desk.ts");
  const heads = await withDesk(settingsOf(command), (desk) => desk.heads());
  outputOf(command).answer(heads, () => [
    `ledger ${heads.ledger}, database ${heads.database}, identity store ${heads.identity}`,
  ]);
}

async function replay(_: object, command: Command): Promise<void> {
  const { withDesk } = await import("../dsr/with-desk.ts");
  const done = await withDesk(settingsOf(command), (desk) => desk.replay());
  const rows = done.rows.reduce(
    (sum, { open, sealed, mart = 0, quarantined = 0 }) => sum + open + sealed + mart + quarantined,
    0,
  );
  const parted = done.rows.reduce((sum, { parted: facts = 0 }) => sum + facts, 0);
  const apart = parted === 0 ? "" : ` ${parted} facts parted from each other.`;
  outputOf(command).answer(done, () => [
    `${done.entries} entries replayed: ${done.people} people blanked, ${rows} rows deleted.${apart}`,
  ]);
}

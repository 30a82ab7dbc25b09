import type { Command } from "commander";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { PersonRotationInput, PersonRotationResult } from "../../workflows/contracts/runs.ts";
import { byOf, type ByOptions } from "../operate/by-options.ts";
import { toTable } from "../output.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { runRotation } from "./run-rotation.ts";

/** `sillage pii rotate --person <request>`: who orders it and why is written down first, unless it only counts. */
export async function rotatePerson(
  request: string,
  { dryRun = false, ...told }: ByOptions & { readonly dryRun?: boolean },
  command: Command,
): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  if (!dryRun) {
    const { who, why } = byOf(told);
    const { withDesk } = await import("../dsr/with-desk.ts");
    await withDesk(settings, (desk) => desk.orderRotation(request, who, why));
  }
  const input: PersonRotationInput = { request, dryRun };
  const done = await withTemporal(settings.dataDir, (client) =>
    runRotation<PersonRotationResult>(
      client,
      {
        type: "rotatePerson",
        id: workflowId.personRotation(request),
        says: "Give the people of a request another key",
        args: [input],
      },
      output,
    ),
  );
  output.answer(done, () => [
    ...toTable(
      ["table", "sealed values"],
      done.tables.map(({ table, values }) => [table, values]),
    ),
    done.drainsUntil === null
      ? `${done.people} people would get another key; nothing was changed.`
      : `${done.people} people have another key: ${done.resealed} values sealed anew, ${done.opened} seen to open. The key before opens what was landed under it until ${done.drainsUntil}, then it is destroyed.${hadOne(done.draining)}`,
  ]);
}

/** Of people whose keys were rotated within 36 days before. */
const hadOne = (people: number): string =>
  people === 0
    ? ""
    : ` ${people} of them had another key already, the one before which still drains: it goes on its own day, before that.`;

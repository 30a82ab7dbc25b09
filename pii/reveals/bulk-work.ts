import { SillageError } from "../../core/errors.ts";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";
import type { BulkWork, RevealedValue } from "../../core/ports/reveals.ts";
import { bulkLines } from "./bulk-reveals.ts";
import type { AuditEntry } from "./reveal-chain.ts";
import type { RevealDeps } from "./create-reveals.ts";
import { openPerson } from "./open-person.ts";
import { outcomeOf } from "./outcome-of.ts";
import { refusal } from "./reveal-refusals.ts";
import { detailOf } from "./verify-chain.ts";

type Person = { readonly pid: string; readonly values?: readonly RevealedValue[]; readonly refused?: string };

/** The work on bulk reveals: nothing is opened that the whole audit does not say somebody else approved. */
export const createBulkWork = (deps: RevealDeps): BulkWork => ({
  async make(id) {
    const { asked, approved, made } = bulkLines(await deps.identity.revealsOf(id), id);
    if (made !== undefined) return { people: detailOf(made).people ?? 0 };
    if (approved === undefined) return null;
    const { problems } = await deps.chain.verify();
    if (problems.length > 0) throw refusal.broken(problems);
    const { pids = [], fields = [] } = detailOf(asked);
    const people: Person[] = [];
    for (const pid of pids) people.push(await personIn(deps, pid, fields));
    const opened = people.filter(({ values }) => values !== undefined).length;
    await deps.files.put(id, people.map((person) => `${JSON.stringify(written(person))}\n`).join(""));
    const line = await deps.chain.append({ caller: asked.caller, pid: null }, () => linesOf(asked, id, people, opened));
    for (const { pid } of people)
      if ((await deps.identity.standingOf(pid)).decoy) await deps.alarm("decoy", line.seq, asked.caller);
    return { people: opened };
  },
  drop: deps.files.drop,
});

/** A person as the file tells them: here values are let out. */
const written = ({ values, ...person }: Person) => ({
  ...person,
  ...(values && { values: values.map((one) => ({ ...one, value: one.value.reveal() })) }),
});

/** A person who was erased or restricted since, or whose values or keys do not open, is in the file by the code alone. With a vault that lets nothing be opened, or a root key that does not open, no file is made. */
const personIn = (deps: RevealDeps, pid: string, fields: readonly string[]): Promise<Person> =>
  openPerson(deps, pid, fields).then(
    (values): Person => ({ pid, values }),
    (error: unknown) =>
      error instanceof SillageError && !error.retryable && ofPerson.includes(error.code)
        ? { pid, refused: error.code }
        : Promise.reject(error),
  );

/** Why one person's values do not open, while others' may: what is stored of them, or the epoch that their key went with. */
const ofPerson: readonly string[] = [
  "kek.epoch-gone",
  "pii.altered",
  "pii.malformed",
  "pii.no-epoch",
  "pii.person-key",
  "pii.unknown-person",
  "pii.wrong-key",
  "reveal.restricted",
];

/** A line of each person, as of a reveal, and the one that lets the file be read: all of them, or none. */
function linesOf(asked: RevealRow, request: string, people: readonly Person[], opened: number): readonly AuditEntry[] {
  const { purpose, ticket, fields } = detailOf(asked);
  const why = { ...(purpose && { purpose }), ...(ticket && { ticket }), ...(fields && { fields }) };
  const { caller } = asked;
  return [
    ...people.map(({ pid, refused }): AuditEntry => ({
      what: refused === undefined ? "reveal" : outcomeOf({ code: refused }),
      caller,
      pid,
      request,
      detail: { ...why, ...(refused !== undefined && { code: refused }) },
    })),
    { what: "bulk-made", caller, request, detail: { people: opened } },
  ];
}

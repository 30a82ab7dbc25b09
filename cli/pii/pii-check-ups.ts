import { actionOn, saysOfPerson } from "../../core/register/personal-column.ts";
import type { Gate } from "../../core/ports/gate.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { RetentionReport } from "../../core/register/retention.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { KeptResult } from "../../db/declare/kept-result.ts";
import type { HangingRotations } from "../../worker/hanging-rotations.ts";
import type { CheckUp } from "../doctor/check-up.ts";
import { scanBucket } from "./clear-objects.ts";
import { toldOf } from "./first-told.ts";
import { unclassifiedFields } from "./unclassified-fields.ts";
import { unknownObjects } from "./unknown-objects.ts";

/** What the doctor of personal data looks with. `since` is the first day (YYYY-MM-DD) whose loads are read. */
export type PiiLook = {
  readonly tables: readonly TableSpec[];
  readonly gate: Gate;
  readonly since: string;
  readonly store: () => Promise<ObjectStore>;
  /** The last results of checks. */
  readonly results: () => Promise<readonly KeptResult[]>;
  readonly retentions: () => Promise<readonly RetentionReport[]>;
  /** Instants (ISO) by which an epoch is to end, of certificates whose epoch has not. */
  readonly epochsDue: () => Promise<readonly string[]>;
  /** How many keys of people, and versions of the blind indexes, drain for longer than they may. */
  readonly hanging: () => Promise<HangingRotations>;
  /** ISO instant. */
  readonly now: string;
};

type Found = Awaited<ReturnType<CheckUp["look"]>>;

/** What `sillage pii doctor` looks at: undeclared fields, clear values in the bucket, objects that nobody knows, how many people can be told apart, who is kept too long, which epochs should have ended, which rotations hang. */
export const piiCheckUps = (look: PiiLook): readonly CheckUp[] => [
  { part: "register", look: async () => onRegister(look.tables) },
  { part: "classify me", look: () => onFields(look) },
  { part: "bucket", look: () => onBucket(look) },
  { part: "unknown objects", look: () => onUnknown(look) },
  { part: "re-identification", look: async () => onPeople(look.tables, await look.results()) },
  { part: "retention", look: async () => onRetention(await look.retentions()) },
  { part: "epochs", look: async () => onEpochs(await look.epochsDue(), look.now) },
  { part: "rotations", look: async () => onRotations(await look.hanging()) },
];

function onRegister(tables: readonly TableSpec[]): string {
  const personal = tables.flatMap((table) =>
    table.columns.filter((column) => saysOfPerson(column, table)).map((column) => actionOn(column)),
  );
  const of = (action: string): number => personal.filter((one) => one === action).length;
  return `${personal.length} personal fields: ${of("seal")} sealed, ${of("drop")} dropped, ${of("pseudonymise")} pseudonyms, ${of("generalise")} generalised, ${of("keep")} kept`;
}

async function onFields({ store, tables, since }: PiiLook): Promise<Found> {
  const fields = await unclassifiedFields(await store(), tables, since);
  if (fields.length === 0) return `every field that came since ${since} is declared`;
  return {
    state: "warning",
    detail: `${fields.length} undeclared fields came: ${toldOf(fields.map(({ table, field, lastSeen }) => `${table}.${field} (${lastSeen})`))}`,
    fix: "Classify each: a column with .personal() or .kept(), or a name in `ignored`. Until then they are sealed whole, or dropped where the table says so.",
  };
}

async function onBucket({ store, tables, gate, since }: PiiLook): Promise<Found> {
  const { objects, lines, clear, inbox } = await scanBucket(await store(), { tables, gate }, since);
  const waiting = inbox.count === 0 ? "" : `; ${inbox.count} dropped files wait in clear: ${inbox.text()}`;
  const seen = `${lines} lines of ${objects} parts since ${since}`;
  if (clear.count > 0)
    return {
      state: "failed",
      detail: `${clear.count} of ${objects} parts since ${since} hold what landing never leaves: ${clear.text()}${waiting}`,
      fix: "Find out who wrote them, remove them with their versions, and extract the table again.",
    };
  if (inbox.count === 0) return `nothing in clear in ${seen}`;
  return {
    state: "warning",
    detail: `nothing in clear in ${seen}${waiting}`,
    fix: "They are sealed and removed once loaded: `sillage status` tells what was refused; remove those.",
  };
}

async function onUnknown({ store, tables }: PiiLook): Promise<Found> {
  const { seen, undeclared, strange } = await unknownObjects(await store(), tables);
  if (undeclared.count + strange.count === 0) return `none: each of ${seen} objects is one of ours`;
  const found = [
    ...(strange.count > 0 ? [`${strange.count} of ${seen} objects are none of ours: ${strange.text()}`] : []),
    ...(undeclared.count > 0
      ? [`${undeclared.count} folders are of tables that nobody declares: ${undeclared.text()}`]
      : []),
  ];
  return {
    state: "failed",
    detail: found.join("; "),
    fix: "Classify or remove each: nobody can say what it holds. Declare the table, or remove the objects with their versions; keep what is no load of ours in another bucket.",
  };
}

function onPeople(tables: readonly TableSpec[], results: readonly KeptResult[]): Found {
  const declared = tables.flatMap(({ key, checks }) =>
    checks.filter(({ kind }) => kind === "uniqueShare").map(({ name }) => ({ asset: key, check: name })),
  );
  const without = tables.filter(
    ({ key, subject }) => subject !== undefined && !declared.some(({ asset }) => asset === key),
  );
  if (without.length > 0)
    return {
      state: "warning",
      detail: `${without.map(({ key }) => key).join(", ")}: nobody measures how many people can be told apart`,
      fix: "Add the check reidentification([…], { warnAbove: 0.01 }) to the table.",
    };
  const measured = declared.map(({ asset, check }) =>
    results.find((result) => result.asset === asset && result.check === check),
  );
  const found = measured.filter((result) => result !== undefined);
  const words = found.map(
    ({ asset, figure, failing, bound }) =>
      `${asset}: a share of ${figure ?? 0} (${failing ?? 0} people) can be told apart, ${bound}`,
  );
  if (found.some(({ state }) => state === "failed"))
    return {
      state: "warning",
      detail: toldOf(words),
      fix: "Keep less, or coarser: years as bands, communes as départements. What is stored stays personal data.",
    };
  return declared.length > found.length ? "not measured yet: the next run of the table does" : toldOf(words);
}

function onRetention(reports: readonly RetentionReport[]): Found {
  const late = reports.filter(({ daysOverdue }) => daysOverdue > 0);
  const words = reports.map(
    ({ subject, due, people, daysOverdue }) =>
      `${subject}: ${due} of ${people} are due, overdue by ${daysOverdue} days`,
  );
  if (late.length === 0) return words.length === 0 ? "nobody is kept" : toldOf(words);
  return {
    state: "failed",
    detail: toldOf(words),
    fix: "Run `sillage pii retention --enforce`, and look why the schedule pii/retention does not.",
  };
}

function onEpochs(due: readonly string[], now: string): Found {
  const late = due.filter((at) => at < now).toSorted();
  if (late.length === 0) return `${due.length} certificates wait for their epoch's end, none overdue`;
  return {
    state: "failed",
    detail: `${late.length} certificates promised their epoch's end by now, the first by ${late[0]}: it is not destroyed`,
    fix: "Run `sillage pii rotate --epoch`, and look in the Temporal Web UI why the workflow pii/epoch-due did not.",
  };
}

function onRotations({ keys, indexes }: HangingRotations): Found {
  if (keys + indexes === 0) return "no key of before and no version of the blind indexes drains for longer than it may";
  return {
    state: "failed",
    detail: `${keys} keys of people drain for over 37 days, ${indexes} versions of the blind indexes for over 2: each opens, or finds people, until it is destroyed`,
    fix: "Look in the Temporal Web UI why the workflows pii/drain-person/… and pii/rotate-index did not; `sillage pii rotate --person <request>` and `sillage pii rotate --index` go on where they stopped.",
  };
}

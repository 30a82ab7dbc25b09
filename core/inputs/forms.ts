/** What a text in an input may look like. */
export const forms = {
  /** Ids, names that a deployment declares, codes, hashes: no space, no `@`, no sign beyond ASCII, no number with its country. */
  token: /^(?!\+)[\w.:/=+-]{0,400}$/,
  /** Ids that are made, never given by people: as a token, and no bare word of letters, which a surname is. */
  id: /^(?!\+)(?![A-Za-z]+$)[\w.:/=+-]{0,400}$/,
  /** An instant in UTC, or a day; empty where none is. */
  instant: /^(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?$/,
  /** How far a table was read: an instant, or a version of up to 40 digits. */
  mark: /^(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?|-?\d{0,40})$/,
  /** Numbers of windows: `1-5,7`. */
  ranges: /^[\d,-]{0,100000}$/,
  /** Names of assets and kinds, joined; days of partitions. */
  selection: /^[\w\s.:*+()/,-]{0,10000}$/,
  /** An object's key, which whoever drops a file chooses. */
  objectKey: /^\P{Cc}{1,1024}$/u,
  /** What operators say of themselves, and sentences of our own. */
  words: /^[\P{Cc}\s]{0,20000}$/u,
} as const satisfies Readonly<Record<string, RegExp>>;

/** One of them. */
export type Form = keyof typeof forms;

const named = (form: Form, names: string): readonly (readonly [string, Form])[] =>
  names.split(" ").map((name) => [name, form]);

/** Names whose texts are no id, number, date or word of ours: each is a place where somebody could write what he likes, and why it may be. */
export const freeNames = {
  who: "an operator names himself, at most 100 characters: the audit is of operators",
  why: "an operator's reason, or why a step failed, which our own code words",
  detail: "what a step did, worded by our own code from counts and codes",
  says: "a condition, worded from its declaration",
  bound: "a check's bound, worded from its declaration",
  warned: "a check that failed, worded from its declaration and figure",
  blocked: "a check that failed, worded from its declaration and figure",
  oldValue: "a setting as a person reads it",
  newValue: "a setting as a person reads it",
  cursor: "a place in a public source, or a sealed one",
  sealed: "sealed bytes as text",
  failure: "why a look of a sensor failed, worded by our own code",
  refused: "why something was refused, without the value seen",
  window: "a span of days, worded by our own code",
  newFields: "names of fields that look like declared ones: others are counted, not named",
  unknownFields: "names of fields that look like declared ones: others are counted, not named",
} as const satisfies Readonly<Record<string, string>>;

/** The form of every text that an input of a workflow, an update or an activity declares, by its name. */
export const inputForms: ReadonlyMap<string, Form> = new Map([
  ...named("id", "request loadId runId rerunOf"),
  ...named("token", "asset assets table mart backfill job run runs workflowId id ids load holder"),
  ...named(
    "token",
    "etag sha256 source code lane zone name check cause trigger pass subject what kind severity health",
  ),
  ...named(
    "token",
    "select schema signal rule origin outcome state list ingestion misfits which except by of after parts",
  ),
  ...named(
    "token",
    "deps dependants version materialisationId undelivered running compared behind waiting told figure cut",
  ),
  // What an operator asks for by hand is judged where its asset is known, in words of its own.
  ...named("selection", "mark from to"),
  ...named(
    "instant",
    "at day days logicalAt logicalDay startedAt endedAt openedAt closedAt lookedAt toldAt requestedAt",
  ),
  ...named("instant", "epochDueAt drainsUntil polledAt nextAt effectiveAt freshAt now t0"),
  ...named("mark", "since until through watermark landedThrough loadedThrough lastFull maxSeen maxVersion latest"),
  ...named("ranges", "todo failed skipped cancelled"),
  ...named("selection", "selection partitions"),
  ...named("objectKey", "key manifestKey"),
  ...named("words", Object.keys(freeNames).join(" ")),
]);

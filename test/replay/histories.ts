/** Recorded histories: one of each workflow type at least, kept as JSON in `test/histories/`. Written by record-histories.ts, replayed by replay.test.ts. */
export const historyFolder = new URL("../histories/", import.meta.url);

/** Histories that an earlier version recorded, which replay as long as such runs may be on their way: kept by hand, `<type>-<what came after>-<how it went>`. */
export const earlierFolder = new URL("./earlier/", import.meta.url);

/** What a recorded file holds: the workflow's id (children's ids derive from it) and its history as JSON. */
export type RecordedHistory = { readonly workflowId: string; readonly type: string; readonly history: unknown };

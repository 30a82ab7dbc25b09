/** Recorded histories: one of each workflow type at least, kept as JSON beside this file. Written by record-histories.ts, replayed by replay.test.ts. */
export const historyFolder = new URL("./histories/", import.meta.url);

/** What a recorded file holds: the workflow's id (children's ids derive from it) and its history as JSON. */
export type RecordedHistory = { readonly workflowId: string; readonly type: string; readonly history: unknown };

import { lateAt, type FreshnessPromise } from "./late-at.ts";

/** From when on (ms) an asset is late whose data is as of an ISO instant; null: it promises nothing, or nobody knows how old it is. The one rule: entities, the status, the API and the pages ask it. */
export const lateFrom = (promise: FreshnessPromise | null, asOf: string | null): number | null =>
  promise === null || asOf === null ? null : lateAt(promise, Date.parse(asOf));

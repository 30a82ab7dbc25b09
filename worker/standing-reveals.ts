import type { BulkWork, Reveals } from "../core/ports/reveals.ts";

/** Reveals that open, ask for and hand out nothing while `standing` throws: a store holds people who were erased. How a bulk reveal stands may be asked: it names nobody. */
export const standingReveals = (reveals: Reveals, standing: () => Promise<void>): Reveals => ({
  reveal: (...asked) => standing().then(() => reveals.reveal(...asked)),
  askBulk: (...asked) => standing().then(() => reveals.askBulk(...asked)),
  approveBulk: (...asked) => standing().then(() => reveals.approveBulk(...asked)),
  bulk: reveals.bulk,
  readBulk: (...asked) => standing().then(() => reveals.readBulk(...asked)),
});

/** Work on bulk reveals that makes no file while `standing` throws. One that is there goes in any case. */
export const standingWork = (work: BulkWork, standing: () => Promise<void>): BulkWork => ({
  make: (id) => standing().then(() => work.make(id)),
  drop: work.drop,
});

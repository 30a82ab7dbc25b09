/** Tells the instant, each time as a `Date` of its own. The demo's clock follows the simulator's, so that one clock rules a run. */
export type Clock = { readonly now: () => Date };

/** Tells the instant. The demo's clock follows the simulator's, so that one clock rules a run. */
export type Clock = { readonly now: () => Date };

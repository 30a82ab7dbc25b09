/** Milliseconds from a worker's order to end: until its activities are cancelled, and until it no longer waits for them. Less than the 10 s after which Docker kills a container. */
export const workerEnds = { graceMs: 3_000, forceMs: 7_000 };

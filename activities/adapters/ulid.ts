import { monotonicFactory } from "ulid";

/** A ULID for an instant in milliseconds; ids of one process are in order even within a millisecond. */
export const ulid = monotonicFactory();

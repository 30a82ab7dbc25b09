import { decodeTime, ulid } from "ulid";

/** A new load id that comes right before another, after every earlier load of the same table: a load a millisecond, at most. */
export const loadIdBefore = (loadId: string): string => ulid(decodeTime(loadId) - 1);

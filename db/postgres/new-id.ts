import { ulid } from "ulid";

/** A new materialisation id: a ULID, in order of time. */
export const newId = (): string => ulid();

import type { KeyObject } from "node:crypto";

/** A person's pseudonym as it is, for every consumer. */
export const aliasOf = (_key: KeyObject, _consumer: string, pid: string): string => pid;

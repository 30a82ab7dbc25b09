import { SillageError } from "../../core/errors.ts";

/** The errors that every object store throws. */
export const storeError = {
  exists: (key: string) =>
    new SillageError({
      code: "store.exists",
      message: `There is an object at ${key} already.`,
      fix: "Nothing to do when its content is the same; otherwise choose another key.",
    }),
  missing: (key: string) =>
    new SillageError({
      code: "store.missing",
      message: `There is no object at ${key}.`,
      fix: "Check the object store. What a removed part held is read again by the next run of its table, or by its backfill started anew.",
    }),
  changed: (key: string) =>
    new SillageError({
      code: "store.changed",
      message: `The object at ${key} was replaced or removed before it was read.`,
      fix: "Nothing to do: what stands there now is taken as an object of its own.",
    }),
  refused: (what: string, why: string) =>
    new SillageError({
      code: "store.refused",
      message: `The object store refused ${what}: ${why}.`,
      fix: "Check the bucket, the keys and their rights in the settings.",
    }),
  unreachable: (where: string, why: string) =>
    new SillageError({
      code: "store.unreachable",
      message: `The object store at ${where} does not answer: ${why}.`,
      fix: "It is tried again; start it, or check its address.",
      retryable: true,
    }),
  badKey: (key: string) =>
    new SillageError({
      code: "store.bad-key",
      message: `"${key}" is no usable object key.`,
      fix: "Use relative keys without `..` or empty steps.",
    }),
} as const;

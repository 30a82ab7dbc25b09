import { expect, test } from "vitest";
import { storeError } from "./store-errors.ts";

test.each([
  [
    storeError.exists("a/b"),
    "store.exists",
    false,
    "There is an object at a/b already. Nothing to do when its content is the same; otherwise choose another key.",
  ],
  [
    storeError.missing("a/b"),
    "store.missing",
    false,
    "There is no object at a/b. Check the object store. What a removed part held is read again by the next run of its table, or by its backfill started anew.",
  ],
  [
    storeError.changed("a/b"),
    "store.changed",
    false,
    "The object at a/b was replaced or removed before it was read. Nothing to do: what stands there now is taken as an object of its own.",
  ],
  [
    storeError.refused("a/b", "403 AccessDenied"),
    "store.refused",
    false,
    "The object store refused a/b: 403 AccessDenied. Check the bucket, the keys and their rights in the settings.",
  ],
  [
    storeError.unreachable("http://s3", "ECONNREFUSED"),
    "store.unreachable",
    true,
    "The object store at http://s3 does not answer: ECONNREFUSED. It is tried again; start it, or check its address.",
  ],
  [
    storeError.badKey("../a"),
    "store.bad-key",
    false,
    '"../a" is no usable object key. Use relative keys without `..` or empty steps.',
  ],
] as const)("%s", (error, code, retryable, message) => {
  expect([error.code, error.retryable, error.message]).toEqual([code, retryable, message]);
});

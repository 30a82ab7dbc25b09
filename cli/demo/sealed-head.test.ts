import { expect, test } from "vitest";
import { sealBytes, sealingKey, valueType } from "../../pii/sealed-value.ts";
import { sealedHead } from "./sealed-head.ts";

test("the head of a sealed value tells its format, its suite, its key's id and its length; what is none has no suite", () => {
  const key = sealingKey(Buffer.alloc(32, 7));
  const empty = Buffer.alloc(0);
  const sealed = sealBytes({
    suite: 1,
    type: valueType.utf8,
    key,
    prefix: empty,
    suffix: empty,
    clear: Buffer.from("Exemple"),
  });
  const begins = sealed.toString("base64url").slice(0, 24);
  const head = { begins, format: 1, suite: 1, key: key.kid.subarray(0, 4).toString("hex"), bytes: sealed.length };
  expect(sealedHead(sealed)).toEqual(head);
  expect(sealedHead(Buffer.from("Exemple"))).toMatchObject({ suite: null, bytes: 7 });
});

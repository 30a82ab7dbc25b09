import { expect, test } from "vitest";
import { tableOf } from "../test/fakes/specs.ts";
import {
  keyless,
  keylessErasures,
  keylessIndexRotation,
  keylessPersonRotation,
  keylessRequests,
  keylessReveals,
  keylessRotation,
} from "./keyless.ts";

test("a process without keys neither seals nor opens, and says which role does", async () => {
  const refused = {
    code: "seal.no-keys",
    message:
      "Rows of orders can neither be sealed nor opened here: this process holds no keys. Start it with `--role extract`.",
  };
  const orders = tableOf("orders");
  await expect(keyless.sealPage(orders, [], new Map())).rejects.toMatchObject(refused);
  await expect(keyless.openRecord(orders, {})).rejects.toMatchObject(refused);
  await expect(keyless.openValue(orders, {}, "email")).rejects.toMatchObject(refused);
});

test("a process without keys rotates none, and says which role does", async () => {
  const reindex = () => Array.fromAsync(keylessIndexRotation.reindex({ from: 1, to: 2 }));
  const reseal = () => Array.fromAsync(keylessPersonRotation.reseal("r"));
  const verify = () => keylessPersonRotation.verify("r");
  for (const step of [
    keylessRotation.plan,
    keylessRotation.planKek,
    keylessIndexRotation.plan,
    reindex,
    reseal,
    verify,
  ])
    await expect(step()).rejects.toMatchObject({
      code: "pii.no-keys",
      message: "Keys cannot be rotated here: this process holds none. Start it with `--role pii`.",
    });
});

test("a process without keys erases nobody, and says which role does", async () => {
  for (const step of [keylessErasures.heads, keylessErasures.replay, () => keylessRequests.request("", "retention")])
    await expect(step()).rejects.toMatchObject({
      code: "pii.no-keys",
      message: "Nobody can be erased here: this process holds no keys. Start it with `--role pii`.",
    });
});

test("a process without keys reveals nothing, and says which role does", async () => {
  for (const step of [keylessReveals.make, keylessReveals.drop])
    await expect(step("r")).rejects.toMatchObject({
      code: "reveal.no-keys",
      message: "Nothing can be revealed here: this process holds no keys. Start it with `--role pii`.",
    });
});

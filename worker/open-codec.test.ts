import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { openCodec } from "./open-codec.ts";

const waiting = { report: () => undefined };
const key = randomBytes(32).toString("base64");
const opened = (settings: Readonly<Record<string, string>>) => openCodec(parseConfig(settings), "/nowhere", waiting);

test("payloads are not sealed unless it is asked for", async () => {
  expect(await opened({ TEMPORAL_CODEC_KEY: key })).toBeUndefined();
});

test("processes with the same setting read each other's payloads", async () => {
  const settings = { TEMPORAL_ENCRYPT_PAYLOADS: "true", TEMPORAL_CODEC_KEY: key };
  const payload = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from("1") };
  const sealed = await (await opened(settings))?.encode([payload]);
  expect(await (await opened(settings))?.decode(sealed ?? [])).toEqual([payload]);
});

test("a command beside an embedded identity store is told what to set", async () => {
  await expect(opened({ TEMPORAL_ENCRYPT_PAYLOADS: "true" })).rejects.toMatchObject({
    code: "temporal.no-codec-key",
    message:
      "Payloads are sealed, and their key lies in the embedded identity store, which one process holds. Set TEMPORAL_CODEC_KEY to 32 random bytes in base64, the same for every process.",
  });
});

import { createSecretKey, randomBytes } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { startCodec, type CodecServer } from "./codec-server.ts";
import { payloadCodec } from "./payload-codec.ts";
import { payloadConverter } from "./payload-converter.ts";

const origin = "http://localhost:8233";
const codec = payloadCodec(createSecretKey(randomBytes(32)));
const marker = "Canari-Zoé";
const payload = payloadConverter.toPayload({ table: marker });
const sealed = async () => (await codec.encode([payload]))[0] ?? {};
const text = (told: unknown): string =>
  JSON.stringify(told, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );

let server: CodecServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

test("a payload comes back as it was, and tells nothing on its way, its metadata neither", async () => {
  const away = await sealed();
  expect(text(away)).not.toMatch(/Canari|json|plain/);
  const [back = {}] = await codec.decode([away]);
  expect(payloadConverter.fromPayload(back)).toEqual({ table: marker });
});

test("the same payload is never sealed alike", async () => {
  expect(text(await sealed())).not.toBe(text(await sealed()));
});

test("what was written before payloads were sealed is read as it is", async () => {
  expect(await codec.decode([payload])).toEqual([payload]);
});

test("a payload of another key, one that was altered and one cut short are refused", async () => {
  const away = await sealed();
  const altered = Buffer.from(away.data ?? []);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  const other = payloadCodec(createSecretKey(randomBytes(32)));
  for (const [of, data] of [
    [other, away.data],
    [codec, altered],
    [codec, altered.subarray(0, 10)],
  ] as const)
    await expect(of.decode([{ ...away, data: data ?? new Uint8Array() }])).rejects.toMatchObject({
      code: "temporal.codec-key",
      message: expect.stringContaining("does not open with this key. Give every process the same TEMPORAL_CODEC_KEY"),
    });
});

const ask = async (path: string, body: string, from: string = origin): Promise<Response> => {
  server ??= await startCodec(codec, { port: 0, origin });
  return fetch(`${server.url}${path}`, { method: "POST", body, headers: { origin: from } });
};
const asJson = (told: typeof payload): string =>
  JSON.stringify({
    payloads: [
      {
        metadata: { encoding: Buffer.from(told.metadata?.["encoding"] ?? []).toString("base64") },
        data: Buffer.from(told.data ?? []).toString("base64"),
      },
    ],
  });

test("the Web UI is given payloads in clear, and may seal those of its signals", async () => {
  const response = await ask("/decode", asJson(await sealed()));
  expect(response.headers.get("access-control-allow-origin")).toBe(origin);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual(JSON.parse(asJson(payload)));
  const again = await ask("/decode", await (await ask("/encode", asJson(payload))).text());
  expect(await again.json()).toEqual(JSON.parse(asJson(payload)));
});

test("a page of another origin, another path and a broken body are given nothing", async () => {
  const body = asJson(await sealed());
  const answers = [
    await ask("/decode", body, "http://evil.example"),
    await ask("/other", body),
    await ask("/decode", `{"payloads": ${marker}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 404, 400]);
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
    '{"code":"codec.origin"}',
    '{"code":"codec.unknown"}',
    '{"code":"codec.unreadable"}',
  ]);
});

test("a body that is too long is refused with what to do", async () => {
  const response = await ask("/decode", "x".repeat(16_000_001));
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      code: "codec.too-long",
      message: "The body has 16000001 bytes, and at most 16000000 are read. Ask for fewer payloads at once.",
    },
  ]);
});

test("a payload of no bytes, as of a workflow that answers nothing, comes back", async () => {
  const nothing = { metadata: { encoding: Buffer.from("binary/null") } };
  for (const payload of [nothing, { ...nothing, data: [] as unknown as Uint8Array }]) {
    const [back] = await codec.decode(await codec.encode([payload]));
    expect(payloadConverter.fromPayload(back ?? {})).toBeUndefined();
  }
});

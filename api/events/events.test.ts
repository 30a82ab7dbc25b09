import { beforeAll, beforeEach, expect, test } from "vitest";
import { eventToken, testApi, type TestApi } from "../../test/harness/api.ts";

let api: TestApi;
const key = "inbox/clients/été & co+1.csv";
beforeAll(async () => {
  api = await testApi();
  await api.store.put(key, new TextEncoder().encode("x"));
});

beforeEach(() => void api.events.splice(0));

const post = (body: unknown, token = eventToken) =>
  api.app.request(`/api/v1/events/objects/${token}`, { method: "POST", body: JSON.stringify(body) });
const record = (name: string, objectKey: string, bucket = "sillage") => ({
  eventName: name,
  s3: { bucket: { name: bucket }, object: { key: objectKey } },
});
const encoded = encodeURIComponent(key).replaceAll("%20", "+");

test.each<[string, unknown]>([
  ["AWS S3", { Records: [record("ObjectCreated:Put", encoded)] }],
  [
    "MinIO and RustFS",
    { EventName: "s3:ObjectCreated:Put", Key: `sillage/${key}`, Records: [record("s3:ObjectCreated:Put", encoded)] },
  ],
  ["versitygw, raw keys", { Records: [record("s3:ObjectCreated:Put", key)] }],
  ["SNS", { Type: "Notification", Message: JSON.stringify({ Records: [record("ObjectCreated:Put", encoded)] }) }],
  [
    "EventBridge",
    { source: "aws.s3", "detail-type": "Object Created", detail: { bucket: { name: "sillage" }, object: { key } } },
  ],
  ["CloudEvents", { specversion: "1.0", id: "1", type: "t", source: "s", data: { bucket: "sillage", key } }],
])("an event of %s is taken over", async (_, body) => {
  expect((await post(body)).status).toBe(202);
  expect(api.events).toEqual([{ key, etag: expect.any(String) }]);
});

test("a key with a per cent sign is found as it was written", async () => {
  await api.store.put("inbox/clients/100%25.csv", new Uint8Array());
  await post({ Records: [record("ObjectCreated:Put", "inbox/clients/100%25.csv")] });
  await post({ Records: [record("ObjectCreated:Put", "inbox/clients/%ZZ.csv")] });
  expect(api.events.map((event) => event.key)).toEqual(["inbox/clients/100%25.csv"]);
});

test("other buckets, other objects, removals and objects that are gone are left alone", async () => {
  await api.store.put("v1/shop/t/part-00001.jsonl.gz", new Uint8Array());
  const records = [
    record("ObjectCreated:Put", key, "other"),
    record("ObjectRemoved:Delete", key),
    record("ObjectCreated:Put", "v1/shop/t/part-00001.jsonl.gz"),
    record("ObjectCreated:Put", "inbox/gone.csv"),
  ];
  expect((await post({ Records: records })).status).toBe(202);
  expect(api.events).toEqual([]);
});

test("a sender's test is answered, so that it starts", async () => {
  expect((await post({ Event: "s3:TestEvent" })).status).toBe(200);
});

const confirmation = {
  Type: "SubscriptionConfirmation",
  TopicArn: "arn:aws:sns:eu-west-3:123456789012:landed",
  Token: "2336412f37fb687f5d51e6e2425c464d",
  SubscribeURL:
    "https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37fb687f5d51e6e2425c464d",
};

test("a topic's question is answered, and the log says how to confirm it; nothing is called", async () => {
  expect((await post(confirmation)).status).toBe(200);
  expect(api.reports.at(-1)).toBe(
    "event: the SNS topic arn:aws:sns:eu-west-3:123456789012:landed (sns.eu-west-3.amazonaws.com) asks to confirm its subscription. If the topic is yours, confirm it: aws sns confirm-subscription --topic-arn arn:aws:sns:eu-west-3:123456789012:landed --token 2336412f37fb687f5d51e6e2425c464d",
  );
  expect(api.events).toEqual([]);
});

test.each<[string, object]>([
  ["another host", { SubscribeURL: "https://sns.example.test/?Action=ConfirmSubscription" }],
  ["a host that only begins like Amazon's", { SubscribeURL: "https://sns.eu-west-3.amazonaws.com.example.test/" }],
  ["no TLS", { SubscribeURL: "http://sns.eu-west-3.amazonaws.com/" }],
  ["no address", { SubscribeURL: "x" }],
  ["a topic that is none", { TopicArn: "arn:aws:sns:eu-west-3:123456789012:a; rm -rf /" }],
  ["a token with more than letters and digits", { Token: "a\nb" }],
])("a question with %s is refused, and nothing of it is printed", async (_, over) => {
  const before = api.reports.length;
  expect((await post({ ...confirmation, ...over })).status).toBe(400);
  expect(api.reports).toHaveLength(before);
});

test("a wrong token finds nothing, and a body of no known shape is refused", async () => {
  expect((await post({}, "another-token-of-no-use")).status).toBe(404);
  for (const body of [{}, [], "x", { Type: "Notification", Message: "no json" }, { source: "aws.s3", detail: {} }])
    expect((await post(body)).status).toBe(400);
});

test("a body larger than any event is refused", async () => {
  expect((await post({ Records: ["x".repeat(300_000)] })).status).toBe(413);
});

test("an event that is not taken over is a 503, so that good senders send it again", async () => {
  const events = {
    token: eventToken,
    bucket: "sillage",
    store: api.store,
    onObjects: async () => {
      throw new Error("away");
    },
  };
  const failing = await testApi({ events });
  const response = await failing.app.request(`/api/v1/events/objects/${eventToken}`, {
    method: "POST",
    body: JSON.stringify({ Records: [record("ObjectCreated:Put", key)] }),
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
});

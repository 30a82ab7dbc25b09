import { afterAll, beforeAll, expect, test } from "vitest";
import type { Notice } from "../../core/ports/alerts.ts";
import { webhookReceiver, type WebhookReceiver } from "../../test/harness/webhook-receiver.ts";
import { webhookAlerts } from "./webhook-alerts.ts";

const incident = {
  id: "orders/1",
  asset: "orders",
  health: "late",
  why: "It had <no> success & is late.",
  openedAt: "2026-11-25T02:20:00.000Z",
  closedAt: null,
  toldAt: null,
} as const;
const opened: Notice = { id: "orders/1/opened", event: "opened", incident };
const closedAt = "2026-11-25T03:20:00.000Z";
const recovered: Notice = { id: "orders/1/recovered", event: "recovered", incident: { ...incident, closedAt } };

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await webhookReceiver();
});
afterAll(() => receiver.stop());

const never = new AbortController().signal;
const deliver = (notice: Notice, format: "generic" | "slack" = "generic", url = receiver.url) =>
  webhookAlerts({ url, format, environment: "prod" }).deliver(notice, never);
const host = () => new URL(receiver.url).host;

test("a notice is plain JSON under its id", async () => {
  receiver.answer(204);
  await deliver(recovered);
  const { id, why, health, openedAt } = incident;
  expect(receiver.received.at(-1)).toEqual({
    key: "orders/1/recovered",
    body: {
      id: recovered.id,
      event: "recovered",
      environment: "prod",
      asset: "orders",
      incident: id,
      health,
      why,
      openedAt,
      closedAt,
    },
  });
});

test("for Slack it is one text, whose markup is escaped", async () => {
  receiver.answer(200);
  await deliver(opened, "slack");
  await deliver(recovered, "slack");
  await deliver({ ...recovered, event: "removed" }, "slack");
  expect(receiver.received.slice(-3).map(({ body }) => body)).toEqual([
    {
      text: ":rotating_light: *orders* (prod) is late since 2026-11-25T02:20:00.000Z. It had &lt;no&gt; success &amp; is late.",
    },
    {
      text: ":white_check_mark: *orders* (prod) is well again since 2026-11-25T03:20:00.000Z: it was late since 2026-11-25T02:20:00.000Z.",
    },
    {
      text: ":wastebasket: *orders* (prod) is no longer declared since 2026-11-25T03:20:00.000Z: it was late since 2026-11-25T02:20:00.000Z.",
    },
  ]);
});

test.each([
  [503, "alert.failed", true, "answers 503. It is tried again for a day; see what its service says."],
  [429, "alert.failed", true, "answers 429. It is tried again for a day; see what its service says."],
  [404, "alert.refused", false, "refuses the notice with 404. Check ALERTS_URL and ALERTS_FORMAT."],
])("an answer %i is %s; the address is in no message but for its host", async (status, code, retryable, says) => {
  receiver.answer(status);
  await expect(deliver(opened)).rejects.toMatchObject({ code, retryable, message: `The webhook at ${host()} ${says}` });
});

test("a webhook that is not there is alert.unreachable, and tried again", async () => {
  await expect(deliver(opened, "generic", "http://127.0.0.1:1/hooks/secret-path")).rejects.toMatchObject({
    code: "alert.unreachable",
    retryable: true,
    message:
      "The webhook at 127.0.0.1:1 does not answer. It is tried again for a day; look whether the address in ALERTS_URL is reached from the control worker.",
  });
});

test("a delivery that nobody waits for any longer ends as it was ended", async () => {
  const given = webhookAlerts({ url: receiver.url, format: "generic", environment: "prod" });
  await expect(given.deliver(opened, AbortSignal.abort(new Error("cancelled")))).rejects.toThrow("cancelled");
});

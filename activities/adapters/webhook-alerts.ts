import { request, type Dispatcher } from "undici";
import { SillageError } from "../../core/errors.ts";
import type { Alerts, Notice } from "../../core/ports/alerts.ts";
import { slackMessage } from "./slack-message.ts";

/** Where incidents are told: any service that takes JSON, or Slack's incoming webhooks. */
export type WebhookOptions = {
  /** Secret: it is in no message. */
  readonly url: string;
  readonly format: "generic" | "slack";
  /** Name of the environment, so that one channel may serve several. */
  readonly environment: string;
  readonly dispatcher?: Dispatcher;
};

const answersWithin = 10_000;

/** Incidents told by HTTP POST, the notice's id as `Idempotency-Key`. */
export const webhookAlerts = ({ url, format, environment, dispatcher }: WebhookOptions): Alerts => ({
  async deliver(notice, signal) {
    const answer = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": notice.id },
      body: JSON.stringify(
        format === "slack" ? slackMessage(notice, environment) : genericMessage(notice, environment),
      ),
      headersTimeout: answersWithin,
      bodyTimeout: answersWithin,
      signal,
      ...(dispatcher && { dispatcher }),
    }).catch((error: unknown) => Promise.reject(signal.aborted ? error : unreachable(url, error)));
    await answer.body.dump().catch(() => undefined);
    const { statusCode: status } = answer;
    if (status >= 200 && status < 300) return;
    throw status >= 500 || status === 408 || status === 429 ? failed(url, status) : refused(url, status);
  },
});

const genericMessage = ({ id, event, incident }: Notice, environment: string) => ({
  id,
  event,
  environment,
  asset: incident.asset,
  incident: incident.id,
  health: incident.health,
  why: incident.why,
  openedAt: incident.openedAt,
  closedAt: incident.closedAt,
});

/** The host alone: the rest of the address is a secret. */
const hostOf = (url: string): string => new URL(url).host;

const unreachable = (url: string, cause: unknown): SillageError =>
  new SillageError({
    code: "alert.unreachable",
    message: `The webhook at ${hostOf(url)} does not answer.`,
    fix: "It is tried again for a day; look whether the address in ALERTS_URL is reached from the control worker.",
    retryable: true,
    cause,
  });

const failed = (url: string, status: number): SillageError =>
  new SillageError({
    code: "alert.failed",
    message: `The webhook at ${hostOf(url)} answers ${status}.`,
    fix: "It is tried again for a day; see what its service says.",
    retryable: true,
  });

const refused = (url: string, status: number): SillageError =>
  new SillageError({
    code: "alert.refused",
    message: `The webhook at ${hostOf(url)} refuses the notice with ${status}.`,
    fix: "Check ALERTS_URL and ALERTS_FORMAT.",
  });

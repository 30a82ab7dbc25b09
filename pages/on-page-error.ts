import type { Context } from "hono";
import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";
import { messagePage } from "./message-page.ts";
import { ui } from "./words.ts";

/** After this a page may be asked for again. Seconds. */
const patience = 30;

/** What failed, as a page: come back for what passes, an id for what was not expected. */
export function onPageError(
  error: Error,
  context: Context,
  report: (line: string) => void,
): Response | Promise<Response> {
  if (error instanceof SillageError && error.retryable) {
    context.header("Retry-After", String(Math.ceil((error.retryAfterMs ?? patience * 1000) / 1000)));
    return messagePage(context, 503, ui.away);
  }
  const id = crypto.randomUUID();
  report(`${id}: ${describeError(error)}`);
  return messagePage(context, 500, { en: `${ui.failed.en} ${id}`, fr: `${ui.failed.fr} ${id}` });
}

import { html } from "hono/html";
import type { ThrottleState } from "../../core/ports/database.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { overTime } from "../charts/over-time.ts";
import { numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import { factList } from "./fact-list.ts";
import { factTable } from "./fact-table.ts";
import { refreshLink } from "./refresh-link.ts";
import { words } from "./words.ts";

/** Bytes a second of a minute, as people name the minute. */
export type MinuteRate = { readonly minute: string; readonly bytesPerSecond: number };
type Manner = { readonly csrf: string; readonly language: Language };

/** Seconds between two askings of a page that is looked at: a minute's rate moves with each slice. */
const secondsBetween = 5;

/** The rate into the database, asked for again while it is looked at: as it is set, as it was used in the last hour, and the form that changes it. */
export function throttlePage(state: ThrottleState, used: readonly MinuteRate[], { csrf, language }: Manner): Markup {
  const bytes = (count: number): string => `${numberText(count, "count", language)} ${words.perSecond[language]}`;
  const stands = state.paused ? words.paused : state.enabled ? words.limited : words.unlimited;
  const points = used.map(({ minute, bytesPerSecond }) => ({ label: minute, value: Math.round(bytesPerSecond) }));
  const title = words.usedRate[language];
  const rows = used.map(({ minute, bytesPerSecond }) => [minute, bytes(bytesPerSecond)]);
  return html`<h1>${words.throttle[language]}</h1>
    ${refreshLink(language)}
    <div data-live="throttle" data-every="${secondsBetween}">
      ${factList(
        [
          [words.state, stands[language]],
          [words.rate, bytes(state.bytesPerSecond)],
          [words.usedNow, bytes(used.at(-1)?.bytesPerSecond ?? 0)],
        ],
        language,
      )}
    </div>
    <section class="panel used">
      <h2>${title}</h2>
      <div data-live="throttle used">
        ${overTime({ points, title, id: "used", unit: "count", language }, "columns")}
      </div>
      <details class="twin">
        <summary>${ui.table[language]}<span class="unseen">: ${title}</span></summary>
        <div data-live="throttle table">${factTable(title, [words.at, words.usedRate], rows, language)}</div>
      </details>
    </section>
    ${form(state, csrf, language)}`;
}

const form = ({ bytesPerSecond, paused, enabled }: ThrottleState, csrf: string, language: Language): Markup => {
  const orders = ["rate", paused ? "resume" : "pause", enabled ? "off" : "on"] as const;
  return html`<h2>${words.change[language]}</h2>
    <form method="post" action="/operate/throttle" class="steer">
      <input type="hidden" name="csrf" value="${csrf}" />
      <label
        >${words.rate[language]}
        <input name="bytesPerSecond" type="number" min="1000" max="10000000000" value="${bytesPerSecond}" required
      /></label>
      <label>${words.reason[language]} <input name="reason" required maxlength="300" /></label>
      <span data-live="throttle orders"
        >${orders.map((order) => html`<button name="order" value="${order}">${throttleOrders[order][language]}</button> `)}</span
      >
    </form>`;
};

const throttleOrders = {
  rate: words.setRate,
  pause: words.pause,
  resume: words.resume,
  off: words.liftLimit,
  on: words.limitAgain,
} as const;

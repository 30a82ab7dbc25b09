import { html } from "hono/html";
import type { DashboardSpec, Language, Words } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import type { About } from "./ask-kpi.ts";
import { presets, type Period } from "./period.ts";

/** A site that can be picked. */
export type Site = { readonly number: number; readonly name: string };

/** What the pickers show. */
export type Picked = {
  readonly page: DashboardSpec;
  readonly about: About;
  readonly today: string;
  readonly language: Language;
  readonly sites: readonly Site[];
  readonly siteTitle: Words | undefined;
};

/** The address of a page about something. */
export function addressOf(page: string, { period, site }: About): string {
  const query = new URLSearchParams({ ...period, ...(site !== undefined && { site: String(site) }) });
  return `/dashboards/${page}?${query.toString()}`;
}

/** Period and site: links for the usual periods, a plain form for any. */
export const picker = (picked: Picked): Markup =>
  html`<div class="picker">
    ${presetLinks(picked)}
    <form method="get" action="/dashboards/${picked.page.key}">
      ${dayInput("from", picked)} ${dayInput("until", picked)} ${siteSelect(picked)}
      <button>${ui.show[picked.language]}</button>
    </form>
  </div>`;

const presetLinks = ({ page, about, today, language }: Picked): Markup =>
  html`<ul aria-label="${ui.period[language]}">
    ${presets(today).map(({ title, from, until }) => {
      const isHere = from === about.period.from && until === about.period.until;
      return html`<li>
        <a
          href="${addressOf(page.key, { ...about, period: { from, until } })}"
          ${isHere ? html`aria-current="true"` : ""}
          >${title[language]}</a
        >
      </li>`;
    })}
  </ul>`;

const dayInput = (name: keyof Period, { about, language }: Picked): Markup =>
  html`<label
    >${ui[name][language]} <input type="date" name="${name}" value="${about.period[name]}" required
  /></label>`;

function siteSelect({ page, about, language, sites, siteTitle }: Picked): Markup | "" {
  if (siteTitle === undefined) return "";
  return html`<label
    >${siteTitle[language]}
    <select name="site">
      ${page.oneSite === true ? "" : html`<option value="">${ui.allSites[language]}</option>`}
      ${sites.map(
        ({ number, name }) =>
          html`<option value="${number}" ${number === about.site ? html`selected` : ""}>${name}</option>`,
      )}
    </select></label
  >`;
}

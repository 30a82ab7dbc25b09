import { html } from "hono/html";
import type { AssetStanding } from "../../api/asset-standings.ts";
import type { ApiDeps } from "../../api/deps.ts";
import type { ThrottleState } from "../../core/ports/database.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import type { AssetState } from "../../core/standing/asset-state.ts";
import type { Markup } from "../layout.ts";
import { assetLinks } from "./asset-links.ts";
import { stateMark } from "./asset-state.ts";
import { troubleReasons } from "./trouble-reasons.ts";
import { words } from "./words.ts";

/** What the pages of all assets show of how they stand. */
export type Standings = {
  readonly assets: ReadonlyMap<string, AssetStanding>;
  /** The lane that rows come in by: while it is paused, nothing is loaded. */
  readonly throttle: ThrottleState;
};

/** What needs a look, the worst first: why, since when, and the run that tells more; or that nothing does. */
export function troubleList(
  { deployed: { zone } }: Pick<ApiDeps, "deployed">,
  { assets, throttle }: Standings,
  language: Language,
): Markup {
  const of = (wanted: AssetState) => [...assets].filter(([, { state }]) => state === wanted);
  const [failing, late, paused, warned] = [of("failing"), of("late"), of("paused"), of("warned")];
  const count = failing.length + late.length + paused.length + warned.length + (throttle.paused ? 1 : 0);
  if (count === 0)
    return html`<p class="state fresh"><span aria-hidden="true">●</span> ${words.noTrouble[language]}</p>`;
  const one = ([key, standing]: readonly [string, AssetStanding]) =>
    told(standing.state, assetLinks([key], language), troubleReasons(standing, zone, language), language);
  return html`<section class="panel troubles">
    <h2>${words.troubles[language]}: ${count}</h2>
    <ul>
      ${throttle.paused ? heldThrottle(language) : ""} ${failing.map(one)}
      ${late.length === 0 ? "" : allLate(late, language)} ${[...paused, ...warned].map(one)}
    </ul>
  </section>`;
}

const told = (state: AssetState, links: unknown, reasons: readonly unknown[], language: Language): Markup =>
  html`<li>
    ${stateMark(state, language)} ${links}
    <ul>
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
  </li>`;

/** Where a night did not come, most are, for the one reason. */
const allLate = (late: readonly (readonly [string, AssetStanding])[], language: Language): Markup =>
  html`<li>
    ${stateMark("late", language)}
    ${assetLinks(
      late.map(([key]) => key),
      language,
    )}
  </li>`;

const heldThrottle = (language: Language): Markup =>
  told(
    "paused",
    html`<a href="/operate/throttle">${words.throttle[language]}</a>`,
    [words.throttleHeld[language]],
    language,
  );

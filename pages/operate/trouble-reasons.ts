import { html } from "hono/html";
import type { AssetStanding } from "../../api/asset-standings.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { runLink } from "./run-link.ts";
import { words } from "./words.ts";

/** Why an asset stands as it does, a line each: who holds it, the incident, the checks, how old it is, the run that tells more. None where nothing is wrong. */
export function troubleReasons(
  { state, pause, incident, blocked, warned, failedIn, mirror }: AssetStanding,
  zone: string,
  language: Language,
): readonly Markup[] {
  if (state === "fresh" || state === "loaded" || state === "never") return [];
  const since = (instant: string) => html`${words.since[language]} ${instantText(instant, zone, language)}`;
  const through = mirror?.loadedThrough ?? null;
  return [
    ...(pause === null ? [] : [html`${words.heldBy[language]} ${pause.who}: ${pause.why} (${since(pause.at)})`]),
    ...(incident === null
      ? []
      : [html`${incident.why} (${words[incident.health][language]} ${since(incident.openedAt)})`]),
    ...blocked.map((check) => html`${words.blockingFailed[language]} ${check}`),
    ...warned.map((check) => html`${words.warningFailed[language]} ${check}`),
    ...(state === "late" && through !== null
      ? [html`${words.through[language]} ${instantText(through, zone, language)}`]
      : []),
    ...(failedIn === null ? [] : [html`${words.failedIn[language]} ${runLink(failedIn)}`]),
  ];
}

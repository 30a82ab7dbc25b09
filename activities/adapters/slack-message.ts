import type { Notice } from "../../core/ports/alerts.ts";

/** A notice as Slack's incoming webhooks take it: one text, whose characters of markup are escaped. */
export function slackMessage({ event, incident }: Notice, environment: string): { readonly text: string } {
  const asset = `*${escaped(incident.asset)}* (${escaped(environment)})`;
  if (event === "recovered")
    return {
      text: `:white_check_mark: ${asset} is well again since ${incident.closedAt}: it was ${incident.health} since ${incident.openedAt}.`,
    };
  if (event === "removed")
    return {
      text: `:wastebasket: ${asset} is no longer declared since ${incident.closedAt}: it was ${incident.health} since ${incident.openedAt}.`,
    };
  return {
    text: `:rotating_light: ${asset} is ${incident.health} since ${incident.openedAt}. ${escaped(incident.why)}`,
  };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

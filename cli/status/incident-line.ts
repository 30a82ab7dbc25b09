import type { Incident } from "../../core/automation/incident.ts";

/** An open incident in one line, for people. */
export const incidentLine = ({ asset, health, openedAt, why, toldAt }: Incident): string =>
  `incident: ${asset} is ${health} since ${openedAt}${toldAt === null ? "" : " (told)"}: ${why}`;

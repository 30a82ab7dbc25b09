import { definitionError } from "../../core/graph/definition-error.ts";

/** SQL Server knows zones by the names of Windows (CLDR's windowsZones): those of France, its overseas parts and its neighbours. */
const names: Readonly<Record<string, string>> = {
  "America/Cayenne": "SA Eastern Standard Time",
  "America/Guadeloupe": "SA Western Standard Time",
  "America/Martinique": "SA Western Standard Time",
  "Europe/Berlin": "W. Europe Standard Time",
  "Europe/Brussels": "Romance Standard Time",
  "Europe/London": "GMT Standard Time",
  "Europe/Luxembourg": "W. Europe Standard Time",
  "Europe/Madrid": "Romance Standard Time",
  "Europe/Paris": "Romance Standard Time",
  "Europe/Rome": "W. Europe Standard Time",
  "Europe/Zurich": "W. Europe Standard Time",
  "Indian/Reunion": "Mauritius Standard Time",
  UTC: "UTC",
};

/** What SQL Server calls an IANA zone. Throws `graph.invalid` for one that is not in the list here. */
export function windowsZone(zone: string): string {
  const name = names[zone];
  if (name === undefined)
    throw definitionError([
      `The zone "${zone}" of an hour has no name that SQL Server knows: use one of ${Object.keys(names).join(", ")}, or add it to db/declare/windows-zone.ts.`,
    ]);
  return name;
}

import { isNull, sql, sumInt, type Query, type SQL, type SQLWrapper } from "../index.ts";
import type { communePopulations } from "./tables/commune-populations.ts";
import type { communes } from "./tables/communes.ts";

/** Levels of a territory, the widest first. */
export const levels = ["region", "departement", "commune"] as const;
/** One of them. */
export type Level = (typeof levels)[number];

/** The codes of what a commune is a part of, the widest first. */
export const widerOf = (table: typeof communes.open) => sql`concat(${table.regionCode}, '/', ${table.departementCode})`;

/** Each commune's code, name and what it is a part of at a level, the codes of the wider levels, the widest first; of all communes, or of some only. */
export function territories(q: Query, table: typeof communes.open, level: Level, only?: SQL) {
  const at = {
    region: [table.regionCode, table.regionName, sql`''`],
    departement: [table.departementCode, table.departementName, table.regionCode],
    commune: [table.inseeCode, table.fullName, widerOf(table)],
  } as const;
  const [code, name, within] = at[level];
  return q
    .select({
      insee: table.inseeCode,
      code: sql<string | null>`min(${code})`.as("code"),
      name: sql<string | null>`min(${name})`.as("name"),
      within: sql<string | null>`min(${within})`.as("within"),
    })
    .from(table)
    .where(only)
    .groupBy(table.inseeCode)
    .as("territories");
}

/** What a home that no commune matches is a part of, as deep as the others of its level. */
export const unknownWithin = { region: "", departement: "unknown", commune: "unknown/unknown" } as const;

/** Inhabitants of each territory of a level; arrondissements are counted in the commune that they are part of. */
export function inhabitants(q: Query, table: typeof communePopulations.open, level: Level) {
  const code = { region: table.regionCode, departement: table.departementCode, commune: table.inseeCode }[level];
  return q
    .select({ code: sql<string | null>`${code}`.as("code"), people: sumInt(table.population).as("people") })
    .from(table)
    .where(isNull(table.parentCode))
    .groupBy(code)
    .as("inhabitants");
}

/** An amount for each thousand inhabitants, null where nobody is known to live. */
export const perThousand = (amount: SQLWrapper, people: SQLWrapper) =>
  sql<string | null>`cast(${amount} * 1000 / nullif(${people}, 0) as decimal(18,2))`;

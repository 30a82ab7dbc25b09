import { eq, getColumns } from "drizzle-orm";
import { definitionError } from "../../core/graph/definition-error.ts";
import type { DialectName } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { openOf, type Declared } from "./open-of.ts";
import { countRows } from "./query.ts";

/** The table whose key names sites. */
export type SitesTable = Declared & { readonly spec: TableSpec };

/** Counts the sites of a number, as `known`. */
export const siteCount = (sites: SitesTable) => (site: number) =>
  inDialects((dialect) => {
    const { query, render, open, number } = partsOf(sites, dialect);
    return render(query().select({ known: countRows() }).from(open).where(eq(number, site)));
  });

function partsOf(sites: SitesTable, dialect: DialectName) {
  const { open } = openOf({ open: sites }, dialect);
  const name = sites.spec.columns.find((column) => column.key === 1)?.name ?? "";
  const number = getColumns(open)[name];
  if (number === undefined) throw definitionError([`Table \`${sites.spec.key}\` has no key that names sites.`]);
  return { ...dialects[dialect], open, number };
}

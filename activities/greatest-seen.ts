import { castValue } from "../core/cast/cast-value.ts";
import { pick } from "../core/cast/pick.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Page } from "../core/ports/source-reader.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { trustedVersion } from "../core/watermark/trusted-version.ts";
import type { Pass } from "./start-pass.ts";

/** The greatest cursor values of a pass: an ISO instant, or a trusted version as text. `beyond`: rows whose version is not. */
type Greatest = { readonly maxSeen: string | null; readonly maxVersion: string | null; readonly beyond: number };

/** The greatest cursor value written by the server; values that do not cast are left to the misfit rules. */
export function greatestSeen(table: TableSpec, page: Page, known: Greatest, pass: Pass): Greatest {
  const { maxSeen, maxVersion, beyond } = known;
  const column = table.columns.find((candidate) => candidate.cursor);
  if (column === undefined) return { maxSeen, maxVersion, beyond };
  const texts = page.records
    .reveal()
    .map((record) => cursorText(column.from[0] ?? "", column.type, record))
    .filter((text) => text !== undefined);
  const { filter } = table.read;
  if (filter.kind !== "version") return { maxSeen: latest(maxSeen, texts), maxVersion, beyond };
  const versions = texts.map(BigInt);
  const reached = maxVersion ?? (pass.version === null ? undefined : pass.mark.version);
  const told = page.toldVersion === undefined ? undefined : BigInt(page.toldVersion);
  const trusted = trustedVersion(filter, reached === undefined ? undefined : BigInt(reached), versions, told);
  const untrusted = versions.filter((version) => trusted === undefined || version > trusted).length;
  return { maxSeen, maxVersion: trusted === undefined ? null : String(trusted), beyond: beyond + untrusted };
}

const latest = (known: string | null, texts: readonly string[]): string | null =>
  texts.reduce((greatest, text) => (greatest === null || text > greatest ? text : greatest), known);

function cursorText(path: string, type: TableSpec["columns"][number]["type"], record: ApiRecord): string | undefined {
  const cast = castValue(type, pick(record, path));
  return cast.ok && cast.value !== null ? String(cast.value) : undefined;
}

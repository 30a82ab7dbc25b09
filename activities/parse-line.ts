import type { LandedRow } from "../core/landed-row.ts";
import type { PartInfo } from "../core/manifest.ts";
import { altered } from "./read-part.ts";

/** A landed line as a row. The parser's own message would quote the line, which may hold clear values. Throws `load.altered`. */
export function parseLine(info: PartInfo, text: string, line: number): LandedRow {
  const parsed = tryParse(text);
  if (isRow(parsed)) return parsed;
  throw altered(info, `its line ${line} is no row`);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRow = (value: unknown): value is LandedRow =>
  typeof value === "object" && value !== null && !Array.isArray(value);

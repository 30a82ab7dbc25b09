import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SignedCertificate } from "../../pii/certificate.ts";
import type { ExportedTable } from "../../pii/export-person.ts";
import type { Exported } from "../../pii/request-desk.ts";
import { asText, certificatePage, exportPage } from "./pages.ts";

/** Write an export for its owner only: one JSON file, one readable page, a CSV file for each table of each person; the files' names. */
export const writeExport = async (folder: string, exported: Exported): Promise<readonly string[]> =>
  write(folder, {
    "export.json": `${JSON.stringify(exported, undefined, 2)}\n`,
    "export.html": await exportPage(exported),
    ...Object.fromEntries(
      exported.people.flatMap((tables, at) =>
        tables
          .filter(({ rows }) => rows.length > 0)
          .map(({ table, rows }) => [`person-${at + 1}-${table}.csv`, toCsv(rows)] as const),
      ),
    ),
    ...Object.fromEntries(
      exported.people.flatMap((tables, at) =>
        tables
          .filter(({ quarantined }) => quarantined.length > 0)
          .map(({ table, quarantined }) => [`person-${at + 1}-${table}-quarantined.csv`, toCsv(quarantined)] as const),
      ),
    ),
  });

/** Write a certificate, as JSON and as a readable page; the files' names. */
export const writeCertificate = async (folder: string, certificate: SignedCertificate): Promise<readonly string[]> =>
  write(folder, {
    "certificate.json": `${JSON.stringify(certificate, undefined, 2)}\n`,
    "certificate.html": await certificatePage(certificate),
  });

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o600 });
  return Object.keys(files);
}

function toCsv(rows: ExportedTable["rows"]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(asText(row[name]))))];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

/** In quotes where it must be; what a spreadsheet would take for a formula is quoted as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d. ]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import type { RegisterField } from "../../core/register/register-fields.ts";
import type { RegisterSpec } from "../../core/spec/register.ts";

/** Article 30's register as a page: who answers, purposes, people, fields. */
export const registerMarkdown = (
  fields: readonly RegisterField[],
  register: RegisterSpec | undefined,
): readonly string[] => [
  "# Register of processing",
  "",
  `Made by \`sillage pii register\` of the declarations. Controller: ${register?.controller ?? "none is declared"}.`,
  "",
  "## Purposes",
  "",
  ...markdownTable(
    ["Purpose", "What for", "Legal basis", "Recipients"],
    (register?.purposes ?? []).map(({ key, doc, legalBasis, recipients }) => [key, doc, legalBasis, list(recipients)]),
  ),
  "",
  "## People and retention",
  "",
  ...markdownTable(
    ["Who", "Description", "Kept", "Counted from"],
    (register?.retentions ?? []).map(({ subject, doc, years, after }) => [
      subject,
      doc,
      `${years} years`,
      `the latest of ${after.map(({ table, at }) => `${table}.${at}`).join(", ")}`,
    ]),
  ),
  "",
  "## Fields",
  "",
  ...markdownTable(
    ["Field", "Of", "Category", "Action", "Purposes", "Legal basis", "Retention", "Recipients", "Measures"],
    fields.map((field) => [
      `${field.table}.${field.column}`,
      field.subject ?? "nobody known",
      field.category,
      field.action,
      list(field.purposes),
      list(field.legalBases),
      field.retention,
      list(field.recipients),
      field.measures.join("; "),
    ]),
  ),
];

/** A Markdown table. */
export const markdownTable = (names: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [names, names.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escaped).join(" | ")} |`);

const escaped = (cell: string): string => cell.replaceAll("|", "\\|");
const list = (words: readonly string[]): string => (words.length === 0 ? "–" : words.join(", "));

import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import { registerFields, type RegisterField } from "../../core/register/register-fields.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";
import { factTable } from "./fact-table.ts";
import { words } from "./words.ts";

/** Where the register is. */
export const registerPath = "/operate/register";

/** The register of processing (article 30), of the declarations: the fields of `sillage pii register`. */
export function registerPage({ deployed: { graph } }: Pick<ApiDeps, "deployed">, language: Language): Markup {
  const { register } = graph.spec;
  const purposes = (register?.purposes ?? []).map((purpose) => [
    purpose.key,
    purpose.doc,
    purpose.legalBasis,
    list(purpose.recipients),
  ]);
  const heads = [words.column, words.of, words.personal, words.action, words.purposes, words.retention, words.measures];
  return html`<h1>${words.register[language]}</h1>
    <p>${words.controller[language]} ${register?.controller ?? words.none[language]}</p>
    <h2>${words.purposes[language]}</h2>
    ${factTable(words.purposes[language], [words.purposes, words.description, words.legalBasis, words.recipients], purposes, language)}
    <h2>${words.columns[language]}</h2>
    ${factTable(words.columns[language], heads, registerFields(graph.spec).map(cells), language)}`;
}

const cells = (field: RegisterField): readonly string[] => [
  `${field.table}.${field.column}`,
  field.subject ?? "–",
  field.category,
  field.action,
  list(field.purposes),
  field.retention,
  field.measures.join("; "),
];

const list = (items: readonly string[]): string => (items.length === 0 ? "–" : items.join(", "));

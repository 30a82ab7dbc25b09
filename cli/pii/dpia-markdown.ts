import type { Suppression } from "../../db/declare/graph.ts";
import type { RegisterField } from "../../core/register/register-fields.ts";
import { depsOf } from "../../core/spec/asset.ts";
import type { CheckSpec } from "../../core/spec/check.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { dataFlow } from "./data-flow.ts";
import { markdownTable } from "./register-markdown.ts";

/** What a DPIA pack is made of. */
export type DpiaSource = {
  readonly spec: GraphSpec;
  readonly fields: readonly RegisterField[];
  readonly suppression: Suppression;
};

/** Risks of every deployment, and what of the product meets them; what is left is for whoever signs. */
const risks: readonly (readonly [string, string, string])[] = [
  [
    "Somebody reads the bucket, the database or a backup",
    "Fields are sealed before landing, under a key a person; keys are in the identity store, wrapped by a vault; grants keep zones apart",
    "Pseudonyms and what is kept in clear beside them",
  ],
  [
    "A person is told apart by what is kept",
    "Birth year alone, commune instead of address; cells of few people are hidden in KPIs; the share of people who can be told apart is measured",
    "The share below, within the tables",
  ],
  [
    "An unknown field brings personal values",
    "Default-deny: undeclared fields are sealed whole and reported; the gate refuses lines that hold them in clear",
    "Dropped files wait in clear until they are sealed",
  ],
  [
    "An erased person comes back from a backup or from the source",
    "Epoch keys are destroyed and the identity store is never restored to a past point; the look-up of an erased person keeps them out",
    "Until the epoch ends, older copies of a wrapped key open",
  ],
  [
    "People are kept longer than needed",
    "Retention is declared for each kind of person, enforced by a schedule, and reported with the days overdue",
    "Facts keep an orphan pseudonym, each one of its own where `ERASURE_UNLINK_FACTS` is on",
  ],
  [
    "Personal values leak by logs, errors or Temporal's histories",
    "Activities and workflows carry ids and counts; errors name columns and rules, never values",
    "What other programs log of their own",
  ],
  [
    "The vault or its keys are lost",
    "Root keys are renewed and epochs rotated; the source still has the data, and a backfill seals it anew",
    "Nothing can be opened meanwhile",
  ],
];

/** What a data protection impact assessment (article 35) starts from, out of the declarations: the flow, necessity, risks, what is left. */
export const dpiaMarkdown = ({ spec, fields, suppression }: DpiaSource): readonly string[] => [
  "# Data protection impact assessment: what the declarations say",
  "",
  `Made by \`sillage pii dpia\`. Controller: ${spec.register?.controller ?? "none is declared"}. Judging whether the risks that are left may be taken is for people: the controller, with advice of the data protection officer.`,
  "",
  "## The processing",
  "",
  ...(spec.register?.purposes ?? []).map(({ doc, legalBasis }) => `- ${doc} (${legalBasis})`),
  ...(spec.register?.retentions ?? []).map(
    ({ subject, doc, years }) => `- Of each ${subject}, kept ${years} years after the last activity: ${doc}`,
  ),
  "",
  "## Data flow",
  "",
  "```mermaid",
  ...dataFlow(spec, new Set(fields.map(({ table }) => table))),
  "```",
  "",
  "## Necessity",
  "",
  ...markdownTable(["What is done", "Fields", "Which"], necessity(fields)),
  "",
  "## Risks",
  "",
  ...markdownTable(["Risk", "Measures", "What is left"], risks),
  "",
  "## Re-identification that is left",
  "",
  ...residual(spec, suppression),
  "",
  "## Rights",
  "",
  "Erasure, export, restriction and rectification are requests (`sillage dsr`); the register with every field is `sillage pii register`; what stands open is `sillage pii doctor`.",
];

const actions = ["drop", "seal", "pseudonymise", "generalise", "keep"] as const;
const necessity = (fields: readonly RegisterField[]): readonly (readonly string[])[] =>
  actions.map((action) => {
    const of = fields.filter((field) => field.action === action);
    return [action, String(of.length), of.map(({ table, column }) => `${table}.${column}`).join(", ")];
  });

function residual(spec: GraphSpec, { people, dominance, span }: Suppression): readonly string[] {
  const ofPeople = spec.tables.filter(({ subject }) => subject !== undefined);
  return [
    ...ofPeople.flatMap(({ key, checks }) => {
      const found = checks.filter(isUniqueShare);
      return found.length === 0
        ? [`- ${key}: **nobody measures** how many people can be told apart: add reidentification() to its checks.`]
        : found.map(
            ({ columns, atMost }) =>
              `- ${key}: the share of people who are alone with their ${columns.join(", ")} is measured by each run and warned of above ${atMost * 100} %: \`sillage checks show ${key}\`.`,
          );
    }),
    `- KPIs that count people hide cells of fewer than ${people} of them, and amounts of which one person makes more than ${dominance * 100} %, with what they could be reckoned by; a ${span} of them is told when it is over.`,
    `- Marts hold no personal column; ${martsOfPeople(spec)} are made of tables of people.`,
  ];
}

const isUniqueShare = (check: CheckSpec): check is Extract<CheckSpec, { kind: "uniqueShare" }> =>
  check.kind === "uniqueShare";

function martsOfPeople({ tables, marts }: GraphSpec): string {
  const people = new Set(tables.filter(({ subject }) => subject !== undefined).map(({ key }) => key));
  const made = marts.filter((mart) => depsOf(mart).some((dep) => people.has(dep))).map(({ key }) => key);
  return made.length === 0 ? "none" : made.join(", ");
}

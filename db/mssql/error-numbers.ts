import type { SillageErrorInit } from "../../core/errors.ts";
import { constraintIn } from "./constraint-in.ts";
import type { Describe } from "./describe.ts";
import { passingFailure } from "./passing-failure.ts";
import { refusedLogin } from "./refused-login.ts";

/** The error of ours for one of the server's numbers. `text` is the server's: only names that our own patterns find in it are told on. */
export function describeNumber(number: number, text: string, place: string): SillageErrorInit {
  for (const describe of [refusedLogin, passingFailure, denied, altered, constraint]) {
    const told = describe(number, text, place);
    if (told !== undefined) return told;
  }
  return failed(number, text, place);
}

/** Rights that are missing, and rights to give them: their text names the right and the object. */
const denied: Describe = (number, text, place) =>
  [229, 230, 262, 297, 300, 4613, 15151, 15247].includes(number)
    ? {
        code: "db.denied",
        message: `${place} answered ${number}: ${text.replace(/\.$/, "")}.`,
        fix: "Grant it to the login's user: `sillage migrate --grants` gives each role its rights, `sillage sql --dialect mssql` ends with them.",
      }
    : undefined;

/** Numbers whose text names objects of the schema only: a missing column or table, one that is narrower than declared. */
const altered: Describe = (number, text, place) => {
  const missing = /Invalid object name '((?:sillage|open|sealed|staging|mart|identity)\.[A-Za-z0-9_]+)'/.exec(text);
  if (number === 208 && missing !== null)
    return {
      code: "db.not-migrated",
      message: `${place} is not migrated: ${missing[1]} is missing.`,
      fix: "Run `sillage migrate`.",
    };
  const what = alteredPart(number, text);
  if (what === undefined) return undefined;
  return {
    code: "db.altered",
    message: `${place} answered ${number}: ${what}.`,
    fix: "The table is not as it is declared: restore the column as the migrations made it. Nothing of the batch was written.",
  };
};

function alteredPart(number: number, text: string): string | undefined {
  if (number === 207)
    return `the column ${/Invalid column name '([A-Za-z0-9_]+)'/.exec(text)?.[1] ?? "of a statement"} is missing`;
  if (number === 2628) {
    const [, table, column] =
      /in table '(?:[^'.]+\.)?([A-Za-z0-9_]+\.[A-Za-z0-9_]+)', column '([A-Za-z0-9_]+)'/.exec(text) ?? [];
    return `a value is longer than ${table === undefined ? "its column" : `${table}.${column}`} holds`;
  }
  if (number === 8152) return "a value is longer than its column holds";
  const id = /colid (\d+)/.exec(text)?.[1];
  return [4815, 4816, 4863].includes(number)
    ? `a bulk load does not fit ${id === undefined ? "its table" : `the table's column ${id}`}`
    : undefined;
}

const constraint: Describe = (number, text, place) =>
  [515, 547, 2601, 2627].includes(number)
    ? {
        code: "db.constraint",
        message: `${place} answered ${number}${constraintIn(text) === "" ? "" : ` on ${constraintIn(text)}`}: a row breaks a constraint.`,
        fix: "Look at the declaration of its table; report it when the row is right.",
      }
    : undefined;

/** Errors of statements themselves: their text names objects, never values. */
const ofStatements = [102, 156, 2714, 3701, 4902, 8003, 8144];

const failed = (number: number, text: string, place: string): SillageErrorInit => ({
  code: "db.failed",
  message: `${place} answered ${number}${ofStatements.includes(number) ? `: ${text.replace(/\.$/, "")}` : ""}.`,
  fix: "Look the number up in SQL Server's error numbers; `sillage doctor` checks the schema.",
});

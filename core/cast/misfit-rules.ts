/** Every rule that a value may break, by the word it is told by. */
export const misfitRules = [
  "boolean",
  "date",
  "decimal",
  "empty",
  "inexact",
  "instant",
  "integer",
  "not-between",
  "not-in-list",
  "not-matching",
  "not-unicode",
  "out-of-range",
  "required",
  "text",
  "too-long",
  "too-precise",
  "trailing-blank",
  "uuid",
] as const;

/** A rule that a value broke. */
export type MisfitRule = (typeof misfitRules)[number];

import { SillageError } from "../../core/errors.ts";

/** Reads an option that is one of some words. Throws `usage.<what>` with the word seen. */
export const choiceOption =
  <Word extends string>(what: string, words: readonly Word[]) =>
  (text: string): Word =>
    words.find((word) => word === text) ?? refuse(what, words, text);

/** Reads an option that is a comma-separated list of some words. Throws `usage.<what>`. */
export const choicesOption =
  <Word extends string>(what: string, words: readonly Word[]) =>
  (text: string): readonly Word[] => [
    ...new Set(text.split(",").map((part) => choiceOption(what, words)(part.trim()))),
  ];

function refuse(what: string, words: readonly string[], text: string): never {
  throw new SillageError({
    code: `usage.${what}`,
    message: `There is no ${what} "${text}".`,
    fix: `Choose among ${words.join(", ")}.`,
  });
}

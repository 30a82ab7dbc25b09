import { wholePattern } from "../cast/broken-rule.ts";
import type { PatternSpec } from "../spec/column.ts";

/** One of the things that a pattern is a sequence of, and how often it may come. */
type Atom = { readonly text: string; readonly least: number; readonly most: number };

/** Characters of a pattern. */
const longest = 200;
const atom =
  /(\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\[^bBcuxpPk1-9]|[^\\^$.*+?()[\]{}|]|\.)([*+?]|\{(\d+)(,?)(\d*)\})?/uy;
const known = "characters, classes, escapes such as \\d, quantifiers, and | between whole alternatives";

/**
 * Problems of a pattern, as the end of a sentence. Only what is matched in time that grows with the text's length passes:
 * sequences without groups, in which nothing that may come more or less often is followed by what begins alike, so that
 * a character never leaves two ways open.
 */
export function patternProblems({ pattern, flags }: PatternSpec): readonly string[] {
  const shown = `/${pattern}/${flags}`;
  if (flags !== "" && flags !== "u") return [`matches ${shown}: of flags only u is known, and always meant.`];
  if (pattern.length > longest) return [`matches a pattern of ${pattern.length} characters: ${longest} are the most.`];
  if (/^\^|[^\\]\$$/.test(pattern)) return [`matches ${shown}: the whole value is meant already, drop ^ and $.`];
  const alternatives = read(pattern);
  if (typeof alternatives === "number")
    return [`matches ${shown}, not known from its character ${alternatives + 1} on: write ${known}.`];
  if (!isPattern(pattern)) return [`matches ${shown}, which is no pattern under the flag u.`];
  return alternatives
    .flatMap(twoWays)
    .slice(0, 1)
    .map(
      ([one, other]) =>
        `matches ${shown}, in which ${one} and ${other} after it may take the same character: take it out of one of them.`,
    );
}

/** The alternatives of a pattern, or where it stops being known. */
function read(pattern: string): readonly (readonly Atom[])[] | number {
  let sequence: Atom[] = [];
  const alternatives = [sequence];
  for (let at = 0; at < pattern.length;) {
    if (pattern[at] === "|") {
      sequence = [];
      alternatives.push(sequence);
      at++;
      continue;
    }
    atom.lastIndex = at;
    const [all, text, quantifier, ...counts] = atom.exec(pattern) ?? [];
    if (all === undefined || text === undefined) return at;
    sequence.push({ text, ...times(quantifier, counts) });
    at += all.length;
  }
  return alternatives;
}

type Times = Pick<Atom, "least" | "most">;

/** How often a quantifier lets something come: `{2,5}` with what stands between its braces. */
function times(quantifier: string | undefined, [least, comma, most]: readonly (string | undefined)[]): Times {
  switch (quantifier) {
    case undefined:
      return { least: 1, most: 1 };
    case "*":
      return { least: 0, most: Infinity };
    case "+":
      return { least: 1, most: Infinity };
    case "?":
      return { least: 0, most: 1 };
    default:
      if (comma === "") return { least: Number(least), most: Number(least) };
      return { least: Number(least), most: most === "" ? Infinity : Number(most) };
  }
}

/** Pairs of a sequence between which a character leaves the choice. */
function twoWays(sequence: readonly Atom[]): readonly (readonly [string, string])[] {
  return sequence.flatMap((one, place) => {
    if (one.least === one.most) return [];
    const after = sequence.slice(place + 1);
    const must = after.findIndex(({ least }) => least > 0);
    return after
      .slice(0, must === -1 ? after.length : must + 1)
      .filter((other) => overlap(one.text, other.text))
      .map((other): readonly [string, string] => [one.text, other.text]);
  });
}

const overlap = (one: string, other: string): boolean => new RegExp(`(?=${one})${other}`, "u").test(everyCharacter());

let every: string | undefined;
/** Each character of the planes that are in use, and one of those beyond. */
function everyCharacter(): string {
  if (every !== undefined) return every;
  const parts = ["\u{E0001}\u{F0000}\u{10FFFF}"];
  for (let code = 0; code < 0x40000; code++) if (code < 0xd800 || code > 0xdfff) parts.push(String.fromCodePoint(code));
  every = parts.join("");
  return every;
}

function isPattern(pattern: string): boolean {
  try {
    return wholePattern(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A made-up value that must appear nowhere in clear, in no spelling a careless encoder would give it. */
export const spellings = (canary: string): readonly string[] => [
  canary,
  canary.toLowerCase(),
  canary.toUpperCase(),
  Buffer.from(canary).toString("hex"),
  Buffer.from(canary).toString("base64").replace(/=+$/, "").slice(0, -2),
  Buffer.from(canary).toString("base64url").slice(0, -2),
  encodeURIComponent(canary),
  JSON.stringify(canary).slice(1, -1),
  Array.from(canary).toReversed().join(""),
];

/** The canaries that a text holds, in any spelling. */
export const canariesIn = (text: string, canaries: readonly string[]): readonly string[] =>
  canaries.filter((canary) => spellings(canary).some((spelling) => text.includes(spelling)));

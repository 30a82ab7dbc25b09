import { createHash } from "node:crypto";

/** A made-up value that must appear nowhere in clear, in no spelling a careless encoder would give it. */
export const spellings = (canary: string): readonly string[] => [
  ...new Set([
    ...texts(canary),
    ...texts(canary).flatMap((text) => encodings(text)),
    ...compared(canary).flatMap((text) => ["md5", "sha1", "sha256"].flatMap((kind) => hashes(kind, text))),
  ]),
];

/** The canaries that a text holds, in any spelling. */
export const canariesIn = (text: string, canaries: readonly string[]): readonly string[] =>
  canaries.filter((canary) => spellings(canary).some((spelling) => text.includes(spelling)));

/** As people and databases write it: in either case, each with accents, with accents apart and without any; a phone number's digits alone. */
const texts = (canary: string): readonly string[] => [
  ...new Set([
    ...[canary, canary.toLowerCase(), canary.toUpperCase()].flatMap((text) => [
      text,
      text.normalize("NFD"),
      text.normalize("NFD").replaceAll(/\p{M}/gu, ""),
    ]),
    ...(/^\+33\d{9}$/.test(canary) ? [canary.slice(1), `0${canary.slice(3)}`] : []),
    Array.from(canary).toReversed().join(""),
  ]),
];

/** As somebody hashes it who compares by hashes: as it is, in small letters, a phone number's digits alone. */
const compared = (canary: string): readonly string[] => [
  ...new Set([
    canary,
    canary.toLowerCase(),
    ...(/^\+33\d{9}$/.test(canary) ? [canary.slice(1), `0${canary.slice(3)}`] : []),
  ]),
];

const encodings = (text: string): readonly string[] => [
  Buffer.from(text).toString("hex"),
  Buffer.from(text).toString("hex").toUpperCase(),
  Buffer.from(text, "utf16le").toString("hex"),
  Buffer.from(text, "utf16le").toString("latin1"),
  ...base64(text),
  encodeURIComponent(text),
  encodeURIComponent(text).toLowerCase(),
  JSON.stringify(text).slice(1, -1),
  escaped(text, hexOf),
  escaped(text, (sign) => hexOf(sign).toUpperCase()),
];

/** As JSON of signs that a keyboard has. */
const escaped = (text: string, hex: (sign: string) => string): string =>
  text.replaceAll(/[^\u0020-\u007e]/g, (sign) => `\\u${hex(sign)}`);

const hexOf = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(4, "0");

/** Base64 of something that holds the text: it may begin at the first, second or third byte of a group; signs that depend on its neighbours are cut off. */
const base64 = (text: string): readonly string[] =>
  [0, 1, 2].flatMap((lead) => {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    const from = lead === 0 ? 0 : 4;
    return [whole.toString("base64").slice(from), whole.toString("base64url").slice(from)];
  });

const hashes = (kind: string, text: string): readonly string[] => {
  const digest = createHash(kind).update(text).digest();
  const hex = digest.toString("hex");
  return [hex, hex.toUpperCase(), digest.toString("base64"), digest.toString("base64url")];
};

/** Tells what looks like a person's, whoever the person is. */
type Shape = { readonly what: string; readonly looks: RegExp; readonly isOne?: (text: string) => boolean };

const shapes: readonly Shape[] = [
  // From the sign at its middle outwards: one that begins with the name walks every long text again at each of its signs.
  {
    what: "e-mail",
    looks:
      /(?<=(?<before>[A-Za-z0-9._%+-]{3,64}))(?:@|%40|\\u0040)[A-Za-z0-9-]{2,63}(?:\.[A-Za-z0-9-]{2,63}){0,4}\.(?:com|example|fr|net|org|test)\b/g,
  },
  // With its country, or as people write it: two by two. Ten digits alone are too often a number of something.
  { what: "phone", looks: /(?<![\w.+-])(?:\+33|%2B33|0033)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?![\w-])/g },
  { what: "phone", looks: /(?<![\w.+-])0[1-9](?:[ .]\d{2}){4}(?![\w-])/g },
  {
    what: "IBAN",
    looks:
      /(?<![A-Za-z0-9])(?:FR\d{2}(?: ?\d{4}){2} ?\d{2}[A-Z0-9]{2}(?: ?[A-Z0-9]{4}){2} ?[A-Z0-9]\d{2}|BE\d{2}(?: ?\d{4}){3}|DE\d{2}(?: ?\d{4}){4} ?\d{2}|ES\d{2}(?: ?\d{4}){5})(?![A-Za-z0-9])/g,
    isOne: (text) => remainder(text.replaceAll(" ", "")) === 1,
  },
];

/** The rest when an IBAN is divided by 97, its country and check digits moved to the end. */
function remainder(iban: string): number {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
  return rest;
}

/** E-mail addresses, phone numbers and IBANs in bytes, as they stand or two bytes a sign. */
export function personalShapes(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Set<string>();
  for (const text of [buffer.toString("latin1"), wide(buffer), wide(buffer.subarray(1))])
    for (const { what, looks, isOne } of shapes)
      for (const { 0: seen, groups } of text.matchAll(looks))
        if (isOne?.(seen) ?? true) found.add(`${what} ${groups?.["before"] ?? ""}${seen}`);
  return [...found].sort();
}

/** Two bytes a sign. A copy of whole signs: Node may crash on bytes that begin at an odd address. */
const wide = (bytes: Buffer): string => Buffer.from(bytes.subarray(0, bytes.length & ~1)).toString("utf16le");

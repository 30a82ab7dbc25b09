import type { KeyObject } from "node:crypto";
import { domainToASCII } from "node:url";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { mac } from "./mac.ts";

/** How a value is made comparable before it is hashed. A change is a new name, hence a new index. */
export type Normaliser = "email-2" | "email-1" | "phone-1" | "name-1" | "text-1";

/** What a value was hashed by before: it is looked up by both until everybody's values were read again. */
export const formerNormaliser: Readonly<Partial<Record<Normaliser, Normaliser>>> = { "email-2": "email-1" };

/** The normaliser of a personal column, by what it holds. */
export function normaliserOf(what: string): Normaliser {
  if (/e-?mail/i.test(what)) return "email-2";
  if (/phone/i.test(what)) return "phone-1";
  return /name/i.test(what) ? "name-1" : "text-1";
}

/** A French number as it is compared: nearly all that come are written so, and the library takes its time to say the same. */
const frenchNumber = /^\+33[1-9]\d{8}$/;

/** The comparable form of a value; undefined when it holds none. */
export function normalise(normaliser: Normaliser, value: string): string | undefined {
  switch (normaliser) {
    case "email-2":
      return address(value.normalize("NFKC").trim().toLowerCase()) || undefined;
    case "email-1":
      return value.normalize("NFKC").trim().toLowerCase() || undefined;
    case "phone-1":
      return frenchNumber.test(value) ? value : parsePhoneNumberFromString(value, "FR")?.number;
    case "name-1":
      return (
        value
          .normalize("NFKD")
          .toUpperCase()
          .replaceAll(/[^A-Z]/g, "") || undefined
      );
    case "text-1":
      return value.trim() || undefined;
  }
}

/** An address whose domain is in ASCII, as mail servers write it: people and sources write either form. What is no domain stays as it is. */
function address(text: string): string {
  const domain = text.slice(text.lastIndexOf("@") + 1);
  if (/^[a-z0-9.-]*$/.test(domain)) return text;
  return text.slice(0, text.length - domain.length) + (domainToASCII(domain) || domain);
}

/** A blind index value: 16 bytes for exact look-up, 2 bytes for buckets that are opened and filtered. */
export function blindIndex(
  key: KeyObject,
  normaliser: Normaliser,
  kind: "exact" | "bucket",
  value: string,
): Buffer | undefined {
  const comparable = normalise(normaliser, value);
  return comparable === undefined ? undefined : mac(key, comparable, kind === "exact" ? 16 : 2);
}

import type { KeyObject } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { mac } from "./mac.ts";

/** How a value is made comparable before it is hashed. A change is a new name, hence a new index. */
export type Normaliser = "email-1" | "phone-1" | "name-1" | "text-1";

/** The normaliser of a personal column, by what it holds. */
export function normaliserOf(what: string): Normaliser {
  if (/e-?mail/i.test(what)) return "email-1";
  if (/phone/i.test(what)) return "phone-1";
  return /name/i.test(what) ? "name-1" : "text-1";
}

/** The comparable form of a value; undefined when it holds none. */
export function normalise(normaliser: Normaliser, value: string): string | undefined {
  switch (normaliser) {
    case "email-1":
      return value.normalize("NFKC").trim().toLowerCase() || undefined;
    case "phone-1":
      return parsePhoneNumberFromString(value, "FR")?.number;
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

import { expect, test } from "vitest";
import { personalShapes } from "../harness/personal-shapes.ts";

test.each([
  ["an e-mail address", "by zoe.exemple+parc@example.org today", "e-mail zoe.exemple+parc@example.org"],
  ["an address in a URL", "?q=zoe.exemple%40example.org&", "e-mail zoe.exemple%40example.org"],
  ["a phone number with its country", '"+33639980001"', "phone +33639980001"],
  ["a phone number in pairs", "call 06 39 98 00 01.", "phone 06 39 98 00 01"],
  // The specimen of the standard's registry.
  ["an IBAN", "to FR1420041010050500013M02606 now", "IBAN FR1420041010050500013M02606"],
  ["an IBAN in groups", "DE89 3704 0044 0532 0130 00", "IBAN DE89 3704 0044 0532 0130 00"],
])("%s is seen, whoever's it is", (_, text, seen) => {
  expect(personalShapes(Buffer.from(text))).toEqual([seen]);
  expect(personalShapes(Buffer.from(text, "utf16le"))).toEqual([seen]);
});

test.each([
  ["an instant", "2026-11-25T02:15:00.123456Z"],
  ["a process of a machine", "sillage@4711@host-17 4711@host-17"],
  ["numbers in a row", "0639980001 33639980001 12345678901234567890"],
  ["an IBAN whose check digits are wrong", "FR1520041010050500013M02606"],
  ["a load's id", "01M8G22M60FQR5JRK09ZZYHMMB"],
])("%s is not taken for a person's", (_, text) => {
  expect(personalShapes(Buffer.from(text))).toEqual([]);
});

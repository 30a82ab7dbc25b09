import { randomInt } from "node:crypto";

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** So far before a load an id lies at most: no two ids meet there, and no other load's id lies between, whose last 80 bits are random. */
const span = 2 ** 40;

/** A new load id that comes right before another, after every earlier load of the same table, also one of the same millisecond. */
export function loadIdBefore(loadId: string): string {
  const value = Array.from(loadId).reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n);
  let rest = value - BigInt(randomInt(1, span));
  let id = "";
  for (let at = 0; at < loadId.length; at++, rest /= 32n) id = `${digits[Number(rest % 32n)]}${id}`;
  return id;
}

import { sourceError } from "./source-errors.ts";

/** Where a redirect `from` an address leads: over HTTP, and never from an encrypted connection to a clear one. Throws `source.contract`. */
export function redirectTarget(location: string | undefined, from: string, where: string): string {
  const target = location === undefined ? null : URL.parse(location, from);
  const protocols = from.startsWith("https:") ? ["https:"] : ["https:", "http:"];
  if (target === null || !protocols.includes(target.protocol))
    throw sourceError.contract(where, "it redirects to an address that is not asked");
  return target.href;
}

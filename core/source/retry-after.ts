/** Milliseconds that a `Retry-After` asks for: seconds, or an HTTP date read against the answer's own `Date`. Undefined without one. */
export function retryAfterMs(retryAfter: string | undefined, date: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1000;
  const until = Date.parse(retryAfter);
  if (Number.isNaN(until)) return undefined;
  const from = date === undefined ? Number.NaN : Date.parse(date);
  return Math.max(0, until - (Number.isNaN(from) ? now.getTime() : from));
}

/** The target of `rel="next"` in a `Link` header (RFC 8288); undefined when there is none. */
export function linkNext(header: string | undefined): string | undefined {
  return header
    ?.split(/,(?=\s*<)/)
    .map((link) => /<([^>]*)>\s*;.*\brel="?next"?/.exec(link)?.[1])
    .find((target) => target !== undefined);
}

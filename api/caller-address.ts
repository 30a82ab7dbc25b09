import { isIP } from "node:net";
import type { Context } from "hono";
import { isWithin } from "./networks.ts";

/**
 * The address that a request comes from: the other end of the socket. Where that is a trusted proxy, the last address of
 * `X-Forwarded-For` that is none: what stands further left anyone can write.
 */
export function addressOf(context: Context, trusted: readonly string[]): string {
  const socket = socketAddress(context);
  if (trusted.length === 0 || !isWithin(trusted, socket)) return socket;
  const told = (context.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return told.findLast((address) => !isWithin(trusted, address) && isIP(address) !== 0) ?? socket;
}

/** As the Node server hands it over. */
function socketAddress(context: Context): string {
  let found: unknown = context.env;
  for (const name of ["incoming", "socket", "remoteAddress"])
    found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  return typeof found === "string" ? found : "unknown";
}

/** What is limited together: an IPv4 address, or the 64 bits of an IPv6 network that one customer has whole. */
export function neighbourhoodOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith("::ffff:")) return address;
  const [head = [], tail = []] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0");
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

import { Hono } from "hono";
import { expect, test } from "vitest";
import { addressOf, neighbourhoodOf } from "./caller-address.ts";

const seen = async (trusted: readonly string[], remoteAddress: string, forwarded?: string): Promise<string> => {
  const app = new Hono().get("/", (context) => context.text(addressOf(context, trusted)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return (await app.request("/", { headers }, { incoming: { socket: { remoteAddress } } })).text();
};

test("without a trusted proxy the socket alone says where a caller is", async () => {
  expect(await seen([], "192.0.2.1", "198.51.100.9")).toBe("192.0.2.1");
  expect(await seen(["203.0.113.0/24"], "192.0.2.1", "198.51.100.9")).toBe("192.0.2.1");
});

test("behind trusted proxies it is the last address that is none of them, whatever stands further left", async () => {
  expect(await seen(["192.0.2.0/24"], "192.0.2.1", "10.0.0.1, 198.51.100.9, 192.0.2.7")).toBe("198.51.100.9");
  expect(await seen(["192.0.2.0/24"], "192.0.2.1", "no address")).toBe("192.0.2.1");
  expect(await seen(["192.0.2.0/24"], "192.0.2.1")).toBe("192.0.2.1");
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1::6", "2001:db8:1:0"],
  ["::1", "0:0:0:0"],
  ["unknown", "unknown"],
])("the neighbourhood of %s is %s", (address, near) => {
  expect(neighbourhoodOf(address)).toBe(near);
});

import { expect, test } from "vitest";
import { isNetwork, isWithin } from "./networks.ts";

test.each(["192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::1/128"])("%s is a network", (text) => {
  expect(isNetwork(text)).toBe(true);
});

test.each(["192.0.2.0", "192.0.2.0/33", "192.0.2/24", "2001:db8::/129", "example.test/24", "", "192.0.2.0/24/8x"])(
  "%s is none",
  (text) => {
    expect(isNetwork(text)).toBe(false);
  },
);

test("an address is in a network of its family, however IPv4 is written", () => {
  const networks = ["192.0.2.0/24", "2001:db8::/32"];
  for (const address of ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1::7"])
    expect(isWithin(networks, address)).toBe(true);
  for (const address of ["198.51.100.7", "::ffff:198.51.100.7", "2001:db9::7", "unknown"])
    expect(isWithin(networks, address)).toBe(false);
});

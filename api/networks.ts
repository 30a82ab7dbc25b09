import { BlockList, isIP } from "node:net";

/** Whether a text is a network (`192.0.2.0/24`, `2001:db8::/32`). */
export function isNetwork(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

/** Whether an address is in one of some networks; IPv4 may be written as IPv6. */
export function isWithin(networks: readonly string[], address: string): boolean {
  if (isIP(address) === 0) return false;
  const list = new BlockList();
  for (const network of networks.filter(isNetwork)) {
    const [base = "", bits = ""] = network.split("/");
    list.addSubnet(base, Number(bits), familyOf(base));
  }
  return list.check(address, familyOf(address));
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

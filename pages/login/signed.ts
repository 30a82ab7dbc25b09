import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

/** Signs values for cookies. What was signed for one purpose is refused for another. */
export type Signer = {
  readonly sign: (purpose: string, value: object) => string;
  /** The value; undefined when it is absent or was not signed by us for this. */
  readonly open: (purpose: string, text: string | undefined) => unknown;
  readonly mac: (purpose: string, text: string) => string;
  readonly isMac: (purpose: string, text: string, given: string) => boolean;
};

/** A signer with HMAC-SHA-256 under a key. */
export function signerOf(bytes: Buffer): Signer {
  const key = createSecretKey(bytes);
  const mac = (purpose: string, text: string): string =>
    createHmac("sha256", key).update(`${purpose}\n${text}`).digest("base64url");
  const isMac = (purpose: string, text: string, given: string): boolean => {
    const [expected, found] = [Buffer.from(mac(purpose, text)), Buffer.from(given)];
    return expected.length === found.length && timingSafeEqual(expected, found);
  };
  return {
    mac,
    isMac,
    sign(purpose, value) {
      const text = Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${text}.${mac(purpose, text)}`;
    },
    open(purpose, signed = "") {
      const [text = "", given = ""] = signed.split(".");
      if (!isMac(purpose, text, given)) return undefined;
      const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
      return value;
    },
  };
}

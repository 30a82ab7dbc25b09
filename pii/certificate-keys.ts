import { createPrivateKey, createPublicKey, sign, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import { SillageError } from "../core/errors.ts";
import type { Certificate, CertificateSignature, ReadableCertificate, SignedCertificate } from "./certificate.ts";
import type { Keyring } from "./keyring.ts";
import { mac } from "./mac.ts";

/** How certificates of erasure are kept and signed, under the root key `certificate`. */
export type CertificateKeys = {
  /** A certificate as the identity store keeps it: JSON with a MAC. */
  readonly keep: (certificate: Certificate) => Promise<string>;
  /** Read what was kept. One of before certificates had a MAC is not `sealed`. Throws `dsr.certificate-altered`. */
  readonly read: (kept: string) => Promise<{ readonly certificate: Certificate; readonly sealed: boolean }>;
  /** Sign what a person is handed (Ed25519 over its canonical JSON). */
  readonly sign: (certificate: ReadableCertificate) => Promise<SignedCertificate>;
  /** See that a certificate (JSON) is as it was signed here; which request it is of. Throws `dsr.no-certificate`, `dsr.certificate-forged`. */
  readonly verify: (text: string) => Promise<{ readonly request: string; readonly erasedAt: string }>;
};

/** The keys of certificates in a keyring. */
export function certificateKeys(keyring: Keyring): CertificateKeys {
  const macOf = async (certificate: Certificate): Promise<string> =>
    mac(await keyring.derived("certificate", "kept"), canonicalJson(certificate)).toString("hex");
  const signing = async (): Promise<KeyObject> => privateKey(await keyring.derived("certificate", "signed"));
  return {
    keep: async (certificate) => JSON.stringify({ ...certificate, mac: await macOf(certificate) }),
    async read(kept) {
      const { mac: told, ...certificate }: Certificate & { readonly mac?: string } = JSON.parse(kept);
      if (told !== undefined && !same(told, await macOf(certificate))) throw altered(certificate.request);
      return { certificate, sealed: told !== undefined };
    },
    async sign(certificate) {
      const key = await signing();
      const value = sign(null, Buffer.from(canonicalJson(certificate)), key).toString("base64");
      return { ...certificate, signature: { algorithm: "Ed25519", publicKey: publicKeyOf(key), value } };
    },
    async verify(text) {
      const { signature, ...certificate } = signedIn(text);
      const key = await signing();
      const bytes = Buffer.from(canonicalJson(certificate));
      const isOurs = verify(null, bytes, createPublicKey(key), Buffer.from(signature.value, "base64"));
      if (!isOurs) throw forged(signature, publicKeyOf(key));
      return { request: certificate.request, erasedAt: certificate.erasedAt };
    },
  };
}

/** What precedes the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

const privateKey = (seed: KeyObject): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed.export()]), format: "der", type: "pkcs8" });

/** SubjectPublicKeyInfo in base64: what any program verifies by. */
const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");

type Signed = ReadableCertificate & { readonly signature: CertificateSignature };

function signedIn(text: string): Signed {
  try {
    const told: Partial<SignedCertificate> = JSON.parse(text);
    if (typeof told.request === "string" && typeof told.signature?.value === "string") return JSON.parse(text);
  } catch {
    // Told below, whatever it is.
  }
  throw new SillageError({
    code: "dsr.no-certificate",
    message: "This is no signed certificate of an erasure.",
    fix: "Give the file `certificate.json` that `sillage dsr erase` or `sillage dsr show` wrote with --out.",
  });
}

const same = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

const altered = (request: string): SillageError =>
  new SillageError({
    code: "dsr.certificate-altered",
    message: `The certificate of request ${request} is not as it was kept: somebody wrote to the identity store.`,
    fix: "Compare it with the certificate that was handed out, and with the ledger of erasures in the bucket.",
  });

const forged = ({ publicKey }: CertificateSignature, ours: string): SillageError =>
  new SillageError({
    code: "dsr.certificate-forged",
    message:
      publicKey === ours
        ? "The certificate is not as it was signed: something in it was changed."
        : "The certificate was signed by another key than this installation's.",
    fix: "Ask for the certificate again with `sillage dsr show <request> --out <folder>`.",
  });

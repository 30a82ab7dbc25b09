import { createPublicKey, verify } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { canonicalJson } from "../core/canonical-json.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { certificateKeys, type CertificateKeys } from "./certificate-keys.ts";
import { withStores, type Certificate } from "./certificate.ts";
import { createKeyring } from "./keyring.ts";

const at = "2026-11-28T05:00:00.000Z";
const certificate: Certificate = {
  request: "R",
  openedAt: at,
  erasedAt: at,
  people: 1,
  erasedBefore: 0,
  epochs: [1],
  rows: [{ table: "people", open: 1, sealed: 1 }],
  epochDueAt: at,
};
const readable = withStores(certificate, [{ epoch: 1, state: "active", effectiveAt: null }]);

let keys: CertificateKeys;
const newKeys = async (): Promise<CertificateKeys> =>
  certificateKeys(createKeyring(memoryIdentityStore(), await throwAwayKek()));
beforeEach(async () => {
  keys = await newKeys();
});

test("a kept certificate is read as it was kept; altered by hand it is refused; one of before is read, and known as such", async () => {
  const kept = await keys.keep(certificate);
  expect(await keys.read(kept)).toEqual({ certificate, sealed: true });
  expect(await keys.read(JSON.stringify(certificate))).toEqual({ certificate, sealed: false });
  await expect(keys.read(kept.replace('"people":1', '"people":2'))).rejects.toMatchObject({
    code: "dsr.certificate-altered",
    message:
      "The certificate of request R is not as it was kept: somebody wrote to the identity store. Compare it with the certificate that was handed out, and with the ledger of erasures in the bucket.",
  });
});

test("a signed certificate verifies here, and anywhere by its public key, however it was formatted", async () => {
  const signed = await keys.sign(readable);
  expect(await keys.verify(JSON.stringify(signed))).toEqual({ request: "R", erasedAt: at });
  const { signature, ...told } = signed;
  const turned = Object.fromEntries(Object.entries({ ...told, signature }).toReversed());
  expect(await keys.verify(JSON.stringify(turned, undefined, 4))).toEqual({ request: "R", erasedAt: at });
  const publicKey = createPublicKey({
    key: Buffer.from(signature?.publicKey ?? "", "base64"),
    format: "der",
    type: "spki",
  });
  const value = Buffer.from(signature?.value ?? "", "base64");
  expect(verify(null, Buffer.from(canonicalJson(told)), publicKey, value)).toBe(true);
});

test("a certificate in which a date was changed is refused", async () => {
  const signed = await keys.sign(readable);
  const later = JSON.stringify(signed).replace(`"erasedAt":"${at}"`, '"erasedAt":"2026-11-27T05:00:00.000Z"');
  await expect(keys.verify(later)).rejects.toMatchObject({
    code: "dsr.certificate-forged",
    message:
      "The certificate is not as it was signed: something in it was changed. Ask for the certificate again with `sillage dsr show <request> --out <folder>`.",
  });
});

test("a certificate that another installation signed is refused", async () => {
  const another = await newKeys();
  await expect(keys.verify(JSON.stringify(await another.sign(readable)))).rejects.toMatchObject({
    code: "dsr.certificate-forged",
    message:
      "The certificate was signed by another key than this installation's. Ask for the certificate again with `sillage dsr show <request> --out <folder>`.",
  });
});

test("what is no signed certificate is refused", async () => {
  for (const text of ["no JSON", "{}", "null", JSON.stringify({ ...readable, signature: null })])
    await expect(keys.verify(text)).rejects.toMatchObject({
      code: "dsr.no-certificate",
      message:
        "This is no signed certificate of an erasure. Give the file `certificate.json` that `sillage dsr erase` or `sillage dsr show` wrote with --out.",
    });
});

import { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { awsKek } from "../../pii/kek/aws.ts";
import { azureKek } from "../../pii/kek/azure.ts";
import { vaultKek } from "../../pii/kek/vault.ts";
import type { HttpDouble } from "../harness/http-double.ts";
import { keyVaultDouble, vaultUrl } from "../harness/key-vault-double.ts";
import { kmsDouble } from "../harness/kms-double.ts";
import { transitDouble } from "../harness/transit-double.ts";
import { kekContract } from "./kek.ts";

/** Two doubles, both asked as the real server wants to be asked. */
async function closed(...doubles: readonly HttpDouble[]): Promise<void> {
  for (const double of doubles) await double.stop();
  expect(doubles.flatMap(({ complaints }) => complaints)).toEqual([]);
}

describe("HashiCorp Vault, a double at the wire", () => {
  const kekOf = ({ url }: HttpDouble) => vaultKek({ url, token: "token", mount: "transit", key: "sillage" });
  kekContract(async () => {
    const [own, other] = [await transitDouble(), await transitDouble()];
    return {
      kek: kekOf(own),
      again: async () => kekOf(own),
      other: kekOf(other),
      close: () => closed(own, other),
    };
  });

  test("an epoch's version is trimmed away, not only forbidden", async () => {
    const double = await transitDouble();
    const kek = kekOf(double);
    await kek.createEpochKey(3);
    await kek.destroyEpochKey(2);
    expect(double.versionsOf("sillage-epoch")).toEqual([3]);
    await expect(kek.destroyEpochKey(3)).rejects.toMatchObject({ code: "kek.denied" });
    await closed(double);
  });

  test("a vault that is sealed, away, or refuses is told as such", async () => {
    const double = await transitDouble();
    const kek = kekOf(double);
    const key = Buffer.alloc(32, 1);
    double.instead.push({ status: 503, body: { errors: ["Vault is sealed"] } });
    await expect(kek.wrap("lookup", 1, key)).rejects.toThrow(
      expect.objectContaining({
        code: "kek.unreachable",
        retryable: true,
        message:
          "The vault (vault) does not answer: 503 Vault is sealed. It is asked again; look at the vault and at the network when this goes on.",
      }),
    );
    const stranger = vaultKek({ url: double.url, token: "another", mount: "transit", key: "sillage" });
    await expect(stranger.wrap("lookup", 1, key)).rejects.toThrow(
      expect.objectContaining({
        code: "kek.denied",
        retryable: false,
        message:
          "The vault (vault) refuses: permission denied. Give this process's identity the right to use the key, and look whether the key was disabled.",
      }),
    );
    const nameless = vaultKek({ url: double.url, token: "token", mount: "transit", key: "absent" });
    await expect(nameless.wrap("lookup", 1, key)).rejects.toThrow(
      expect.objectContaining({
        code: "kek.no-key",
        message: 'The vault (vault) has no key "absent". Make it there, or name another with KEK_KEY.',
      }),
    );
    await closed(double);
    await expect(kek.wrap("lookup", 1, key)).rejects.toMatchObject({ code: "kek.unreachable" });
  });
});

describe("AWS KMS, a double at the wire", () => {
  const kekOf = ({ url }: HttpDouble, key = "alias/sillage") =>
    awsKek({
      key,
      epochs: "sillage",
      client: new KMSClient({
        endpoint: url,
        region: "eu-west-3",
        maxAttempts: 1,
        credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
      }),
    });
  kekContract(async () => {
    const [own, other] = [await kmsDouble(), await kmsDouble()];
    return {
      kek: await kekOf(own),
      again: () => kekOf(own),
      other: await kekOf(other),
      close: () => closed(own, other),
    };
  });

  test("an epoch's key is gone for good after seven days, also when it is destroyed twice", async () => {
    const double = await kmsDouble();
    const kek = await kekOf(double);
    await kek.createEpochKey(1);
    const { effectiveAt } = await kek.destroyEpochKey(1);
    expect(Date.parse(effectiveAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    expect(await kek.destroyEpochKey(1)).toEqual({ effectiveAt });
    await closed(double);
  });

  test.each([
    [400, "AccessDeniedException", "kek.denied"],
    [400, "DisabledException", "kek.denied"],
    [400, "ThrottlingException", "kek.unreachable"],
    [500, "KMSInternalException", "kek.unreachable"],
  ])("its answer %i %s is %s", async (status, name, code) => {
    const double = await kmsDouble();
    double.instead.push({ status, body: { __type: name, message: "account 000000000000" } });
    await expect((await kekOf(double)).wrap("lookup", 1, Buffer.alloc(32))).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining("000000000000"),
    });
    await closed(double);
  });

  test("a key that is not there is told by its name, and a server that is away by what the network said", async () => {
    const double = await kmsDouble();
    const nameless = await kekOf(double, "alias/absent");
    await expect(nameless.wrap("lookup", 1, Buffer.alloc(32))).rejects.toMatchObject({ code: "kek.no-key" });
    await expect(nameless.renew()).rejects.toMatchObject({ code: "kek.no-key" });
    await closed(double);
    await expect((await kekOf(double)).wrap("lookup", 1, Buffer.alloc(32))).rejects.toMatchObject({
      code: "kek.unreachable",
    });
  });
});

describe("Azure Key Vault, a double at the wire", () => {
  const credential = {
    getToken: async () => ({ token: "token-of-the-double", expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  type Double = Awaited<ReturnType<typeof keyVaultDouble>>;
  const kekOf = ({ httpClient }: Double, key = "sillage") =>
    azureKek({ url: vaultUrl, key, credential, client: { httpClient, retryOptions: { maxRetries: 0 } } });
  kekContract(async () => {
    const [own, other] = [await keyVaultDouble(true), await keyVaultDouble(true)];
    return {
      kek: await kekOf(own),
      again: () => kekOf(own),
      other: await kekOf(other),
      close: () => closed(own, other),
    };
  });

  test("a vault that purges loses an epoch's key at once; one that is protected says when", async () => {
    const [purging, protecting] = [await keyVaultDouble(true), await keyVaultDouble(false)];
    for (const [double, days] of [
      [purging, 0],
      [protecting, 90],
    ] as const) {
      const kek = await kekOf(double);
      await kek.createEpochKey(1);
      const { effectiveAt } = await kek.destroyEpochKey(1);
      // A call takes its time, and Key Vault tells whole seconds.
      const daysAhead = (Date.parse(effectiveAt) - Date.now()) / 86_400_000;
      expect(daysAhead).toBeCloseTo(days, 3);
      expect(double.names().includes("sillage-epoch-1")).toBe(days > 0);
      await closed(double);
    }
  });

  test.each([
    [403, "Forbidden", "kek.denied"],
    [403, "KeyDisabled", "kek.denied"],
    [503, "ServerBusy", "kek.unreachable"],
  ])("its answer %i %s is %s", async (status, code, ours) => {
    const double = await keyVaultDouble(true);
    const kek = await kekOf(double);
    const kept = await kek.wrap("lookup", 1, Buffer.alloc(32));
    // The client looks at the key first, and goes on when it may not.
    const answer = { status, body: { error: { code, message: "tenant 00000000" } } };
    double.instead.push(answer, answer);
    await expect(kek.unwrap("lookup", 1, kept)).rejects.toMatchObject({
      code: ours,
      message: expect.not.stringContaining("tenant"),
    });
    await closed(double);
  });

  test("a key that is not there is told by its name", async () => {
    const double = await keyVaultDouble(true);
    await expect((await kekOf(double, "absent")).wrap("lookup", 1, Buffer.alloc(32))).rejects.toMatchObject({
      code: "kek.no-key",
    });
    await closed(double);
  });
});

import { beforeEach, expect, test } from "vitest";
import type { ApiKey } from "../../core/ports/api-keys.ts";
import type { Database } from "../../core/ports/database.ts";
import { empty } from "./portable.ts";

const key = (id: string, over: Partial<ApiKey> = {}): ApiKey => ({
  id,
  sha256: "ab",
  label: "tests",
  scopes: ["kpi:read", "operate"],
  cidrs: ["192.0.2.0/24", "2001:db8::/32"],
  consumer: "k0",
  expiresAt: "2027-01-01T00:00:00.000Z",
  ...over,
});

/** What the keys of the API promise. */
export function databaseApiKeysContract(current: () => Database): void {
  beforeEach(() => empty(current(), "sillage.api_key"));

  test("an API key is found by its id, as a hash only, without whom it is for", async () => {
    await current().addApiKey(key("k1"));
    const { id: _, label: __, ...found } = key("k1");
    expect(await current().findApiKey("k1")).toEqual(found);
    expect(await current().findApiKey("k2")).toBeUndefined();
  });

  test("keys are listed without their hashes", async () => {
    await current().addApiKey(key("k1", { cidrs: [] }));
    const { sha256: _, ...listed } = key("k1", { cidrs: [] });
    expect(await current().apiKeys()).toEqual([{ ...listed, createdAt: expect.stringMatching(/^20.*Z$/) }]);
  });

  test("a key ends sooner than it was made for, never later, and no other one with it", async () => {
    for (const id of ["k1", "k2"]) await current().addApiKey(key(id));
    await current().endApiKey("k1", "2026-11-01T00:00:00.000Z");
    await current().endApiKey("k1", "2026-12-01T00:00:00.000Z");
    expect(await current().findApiKey("k1")).toMatchObject({ expiresAt: "2026-11-01T00:00:00.000Z" });
    expect(await current().findApiKey("k2")).toMatchObject({ expiresAt: "2027-01-01T00:00:00.000Z" });
  });
}

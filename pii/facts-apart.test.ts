import { expect, test } from "vitest";
import { erasingDatabase } from "../test/fakes/erasing-database.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createErasures } from "./create-erasures.ts";
import { createOpener } from "./create-opener.ts";

const at = "2026-11-28T05:00:00.000Z";

test.each([
  ["apart", "apart"],
  ["together", undefined],
] as const)("facts that stand %s in the database are told so by the certificate: %s", async (facts, told) => {
  const [identity, kek] = [memoryIdentityStore(), await throwAwayKek()];
  const erasures = createErasures({
    identity,
    kek,
    facts,
    opener: createOpener({ identity, kek, deployment: "test" }),
    database: erasingDatabase(),
    store: memoryObjectStore(),
    tables: [],
    register: undefined,
    trialOf: async () => undefined,
  });
  await identity.fileRequest("R", at, []);
  await erasures.certify("R", { erasedAt: at, rows: [], epochDueAt: null });
  const certificate = JSON.parse((await identity.request("R"))?.certificate ?? "{}");
  expect(certificate.facts).toBe(told);
});

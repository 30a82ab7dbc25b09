import { expect, test } from "vitest";
import { SillageError } from "../../core/errors.ts";
import { peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { memoryReveals } from "../../test/fakes/memory-reveals.ts";
import { openPerson } from "./open-person.ts";

const pid = "0190f0e2-0000-4000-8000-00000000000a";
const { tables } = peopleDeployment.graph.spec;

test.each([
  ["pii.erased", "pii.unknown-person"],
  ["pii.restricted", "reveal.restricted"],
])("who became %s between two looks is refused as if they had been before", async (code, refused) => {
  const found = { lookup: "l", pid, wrappedKey: Buffer.alloc(60), epoch: 1 };
  const opening = openPerson(
    {
      identity: { ...memoryReveals(() => [pid]), findByPid: async () => found },
      opener: { openValue: () => Promise.reject(new SillageError({ code, message: "Nobody.", fix: "Nothing." })) },
      tables: new Map(tables.map((table) => [table.key, table])),
      rowsOf: async () => [{ id: pid, email: "sealed", _p: pid }],
    },
    pid,
    ["people.email"],
  );
  await expect(opening).rejects.toMatchObject({ code: refused });
});

import { expect, test } from "vitest";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { findPeople } from "./find-people.ts";
import { createKeyring } from "./keyring.ts";

test("what is no address, and what nobody indexes, is refused without telling it", async () => {
  const identity = memoryIdentityStore();
  const kek = await throwAwayKek();
  const keyring = createKeyring(identity, kek);
  const by = { identity, keyring, tables: peopleDeployment.graph.spec.tables };
  await expect(findPeople(by, "email", " ")).rejects.toMatchObject({
    code: "dsr.no-value",
    message:
      "What was given is no email. Give it on one line: at the prompt, on standard input, or in a file with --from.",
  });
  await expect(findPeople(by, "phone", "+33199000000")).rejects.toMatchObject({
    code: "dsr.no-index",
    message:
      'No table about people has an exact index of phone. Declare the column with `{ seal: true, index: "exact" }` and read the table again, or find the person by --source-id.',
  });
});

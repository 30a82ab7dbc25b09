import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { patientWork } from "./patient-work.ts";

const failing = (code: string, retryable = false) =>
  patientWork({
    make: () => Promise.reject(new SillageError({ code, message: "It is so.", fix: "Mend it.", retryable })),
    drop: async () => undefined,
  }).make("r");

test.each(["kek.denied", "kek.no-key", "pii.unwrap", "pii.wrong-root", "dsr.ledger-lost", "db.denied"])(
  "what somebody has to mend is waited for: %s",
  async (code) => {
    await expect(failing(code)).rejects.toMatchObject({
      code: "reveal.unavailable",
      message: `The file of a bulk reveal cannot be made yet (${code}). Mend what the code says: it is made by itself then, for a day; after that an approval asks for it again.`,
      retryable: true,
      cause: { code },
    });
  },
);

test.each(["reveal.no-request", "audit.broken"])("what nobody should wait for is told as it is: %s", async (code) => {
  await expect(failing(code)).rejects.toMatchObject({ code, retryable: false });
});

test("what passes by itself is told as it is", async () => {
  await expect(failing("dsr.behind", true)).rejects.toMatchObject({ code: "dsr.behind", retryable: true });
});

import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { noClient } from "./no-client.ts";

test("who reads the audit without Temporal and asks for a workflow is refused with the way out", () => {
  expect(noClient).toThrow(
    new SillageError({
      code: "reveals.no-client",
      message: "A workflow was asked for where the audit of reveals is read without Temporal.",
      fix: "Start the stack, and ask through it: this command only reads the audit.",
    }),
  );
});

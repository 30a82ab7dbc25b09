import { expect, test } from "vitest";
import { sourceError } from "./adapters/source-errors.ts";
import { toFailure } from "./to-failure.ts";

test("being asked to wait is tried again when it was asked, and is counted as no failure", () => {
  expect(toFailure(sourceError.rateLimited("ponton/clients", 12_000))).toMatchObject({
    type: "source.rate-limited",
    nextRetryDelay: 12_000,
    category: "BENIGN",
    nonRetryable: false,
  });
});

test("a server's own failure is one", () => {
  expect(toFailure(sourceError.serverError("ponton/clients", 503))).toMatchObject({
    type: "source.server-error",
    nextRetryDelay: undefined,
    category: undefined,
    nonRetryable: false,
  });
});

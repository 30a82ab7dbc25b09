import type { SillageError } from "../../core/errors.ts";
import { kekErrors } from "./kek-errors.ts";

/** What a failed call of KMS means. */
export type KmsRefusal = {
  readonly kind: "missing" | "disabled" | "unopened" | "other";
  readonly error: SillageError;
};

const kinds: Readonly<Record<string, KmsRefusal["kind"]>> = {
  NotFoundException: "missing",
  KMSInvalidStateException: "disabled",
  DisabledException: "disabled",
  InvalidCiphertextException: "unopened",
  IncorrectKeyException: "unopened",
};
const vault = "AWS KMS";

/** Read an error of the AWS SDK by its name; its message may name accounts, so it is not repeated. */
export function kmsRefusal(error: unknown): KmsRefusal {
  const name = error instanceof Error ? error.name : "no answer";
  const status = statusOf(error);
  const passes = status === undefined || status >= 500 || status === 429 || /Throttl|LimitExceeded|Timeout/.test(name);
  return {
    kind: kinds[name] ?? "other",
    error: passes ? kekErrors.unreachable(vault, name) : kekErrors.denied(vault, name),
  };
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

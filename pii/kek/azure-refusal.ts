import type { SillageError } from "../../core/errors.ts";
import { kekErrors } from "./kek-errors.ts";

/** What a failed call of Key Vault means. */
export type AzureRefusal = {
  readonly kind: "missing" | "disabled" | "unopened" | "other";
  readonly error: SillageError;
};

const vault = "Azure Key Vault";

/** Read an error of the Azure SDK by status and code; messages may name tenants, so they are not repeated. */
export function azureRefusal(error: unknown): AzureRefusal {
  const { status, code } = wordsOf(error);
  const passes = status === undefined || status === 408 || status === 429 || status >= 500;
  const why = [status, code].filter((word) => word !== undefined).join(" ");
  return {
    kind: kindOf(status, code),
    error: passes ? kekErrors.unreachable(vault, why) : kekErrors.denied(vault, why),
  };
}

function kindOf(status: number | undefined, code: string): AzureRefusal["kind"] {
  if (status === 404) return "missing";
  if (status === 403 && code === "KeyDisabled") return "disabled";
  return status === 400 ? "unopened" : "other";
}

/** `details.error` is what the vault said; `code` what the SDK made of it. */
function wordsOf(error: unknown): { readonly status: number | undefined; readonly code: string } {
  const fields = recordOf(error);
  const said = recordOf(recordOf(fields["details"])["error"]);
  const inner = recordOf(said["innererror"])["code"];
  const code = [inner, said["code"], fields["code"]].find((word) => typeof word === "string");
  const status = fields["statusCode"];
  const name = error instanceof Error ? error.name : "no answer";
  return { status: typeof status === "number" ? status : undefined, code: typeof code === "string" ? code : name };
}

const recordOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

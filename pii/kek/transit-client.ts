import { kekErrors } from "./kek-errors.ts";

/** What transit answered; `reason` is its own words when it refused. */
export type TransitAnswer = {
  readonly status: number;
  readonly data: { readonly [name: string]: unknown };
  readonly reason: string;
};
/** One call below `/v1/<mount>/`. Throws `kek.unreachable`, `kek.denied`. */
export type TransitClient = (method: "GET" | "POST", path: string, body?: object) => Promise<TransitAnswer>;

const kind = "vault";
const answersWithinMs = 10_000;

/** Vault's HTTP API, as far as wrapping needs it. */
export function transitClient({
  url,
  token,
  mount,
}: {
  readonly url: string;
  readonly token: string;
  readonly mount: string;
}): TransitClient {
  return async (method, path, body) => {
    const response = await fetch(`${url.replace(/\/$/, "")}/v1/${mount}/${path}`, {
      method,
      headers: { "x-vault-token": token, "x-vault-request": "true", "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(answersWithinMs),
      redirect: "follow",
    }).catch((error: unknown) => Promise.reject(kekErrors.unreachable(kind, nameOf(error))));
    const answer = await response.json().catch(() => ({}));
    const { data, reason } = partsOf(answer);
    if (response.status === 403) throw kekErrors.denied(kind, reason || "403");
    if (response.status === 429 || response.status >= 500)
      throw kekErrors.unreachable(kind, `${response.status} ${reason}`.trim());
    return { status: response.status, data, reason };
  };
}

/** `errors` may repeat what was sent, wrapped at most; never a clear key. */
function partsOf(answer: unknown): Pick<TransitAnswer, "data" | "reason"> {
  const fields = recordOf(answer);
  const errors = fields["errors"];
  return { data: recordOf(fields["data"]), reason: Array.isArray(errors) ? errors.join("; ") : "" };
}

const recordOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null ? { ...value } : {};

function nameOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.name : "unknown reason";
}

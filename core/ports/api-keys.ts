import type { Scope } from "../access/scopes.ts";

/** A key of the API as it is kept: never the key itself. */
export type ApiKey = {
  readonly id: string;
  readonly sha256: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** Networks (`192.0.2.0/24`) that it may be used from; none: from anywhere. */
  readonly cidrs: readonly string[];
  /** Whose aliases it is answered with: the id of the key that it was rotated from first, else its own. */
  readonly consumer: string;
  /** ISO instant from which on it is refused. */
  readonly expiresAt: string;
};

/** A key as people see it. `createdAt` is an ISO instant. */
export type ListedApiKey = Omit<ApiKey, "sha256"> & { readonly createdAt: string };

/** API keys, kept as SHA-256 only. */
export type ApiKeyPort = {
  readonly addApiKey: (key: ApiKey) => Promise<void>;
  readonly findApiKey: (id: string) => Promise<Omit<ApiKey, "id" | "label"> | undefined>;
  /** All that there are, ended ones too, the newest first. */
  readonly apiKeys: () => Promise<readonly ListedApiKey[]>;
  /** A key ends at an ISO instant, unless it ends before. */
  readonly endApiKey: (id: string, at: string) => Promise<void>;
};

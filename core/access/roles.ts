import { scopes, type Scope } from "./scopes.ts";

const roles: Readonly<Record<string, readonly Scope[]>> = {
  viewer: ["kpi:read"],
  operator: ["kpi:read", "assets:read", "operate"],
  admin: ["kpi:read", "assets:read", "operate", "admin"],
  "privacy-officer": ["kpi:read", "kpi:individual", "assets:read", "pii:reveal", "dsr:manage"],
};

/** The scopes that some words grant: the names of roles (`viewer`, `operator`, `admin`, `privacy-officer`), and scopes by their own names. */
export const grantedBy = (words: readonly string[]): readonly Scope[] =>
  scopes.filter((scope) =>
    words.some((word) => word === scope || (Object.hasOwn(roles, word) && roles[word]?.includes(scope) === true)),
  );

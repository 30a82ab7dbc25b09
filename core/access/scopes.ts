/**
 * What a caller may do, of keys, tokens and people who are signed in alike. `kpi:individual` are KPIs about single
 * people, as aliases; `assets:read` is what operators see, `operate` what they change live; `admin` changes what runs
 * do not find again by themselves; `pii:reveal` opens sealed fields, `dsr:manage` answers requests of people.
 */
export const scopes = [
  "kpi:read",
  "kpi:individual",
  "assets:read",
  "operate",
  "admin",
  "pii:reveal",
  "dsr:manage",
] as const;

/** One of them. */
export type Scope = (typeof scopes)[number];

/** The scopes among some words; others are no scope of ours. */
export const scopesIn = (words: readonly string[]): readonly Scope[] => scopes.filter((scope) => words.includes(scope));

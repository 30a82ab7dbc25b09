import type { Sensitive } from "../sensitive.ts";
/** Who asks: `id` as the audit names them; `consumer`, whose aliases people have in what they are answered. */
export type Asker = { readonly id: string; readonly consumer: string };

/** Why sealed values are asked for. */
export type RevealGround = {
  /** `<table>.<column>` of each. */
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly ticket: string;
  /** Free text: kept sealed. */
  readonly reason: string;
};

/** Who is meant: by pseudonym, or by the name that the asker knows them by. */
export type Whom = { readonly pid: string } | { readonly alias: string };

/** One opened value; null where the row holds none. `row` is the key of the row that it stands in. */
export type RevealedValue = { readonly field: string; readonly row: string; readonly value: Sensitive<string | null> };

/** What was revealed, and the number of the audit's line that tells of it. */
export type Revealed = { readonly pid: string; readonly audit: number; readonly values: readonly RevealedValue[] };

/** How a bulk reveal stands. `until`: ISO instant at which its file goes, or at which nobody can approve it any more. */
export type BulkState = {
  readonly id: string;
  readonly state: "waiting" | "approved" | "ready" | "over";
  readonly people: number;
  readonly until: string;
};

/**
 * Opens sealed values for people who may ask: purpose and fields as declared, a line in the audit before any value leaves.
 * Every call throws `reveal.purpose`, `reveal.field`, `pii.unknown-person` and errors of vault and database, which may pass; each but
 * `bulk` `dsr.behind` and `dsr.ledger-lost` while a store holds people who were erased.
 */
export type Reveals = {
  /** Throws `reveal.budget`, `reveal.restricted` besides, and why a value or its key does not open (`pii.malformed`, `pii.altered`, `pii.person-key`, `kek.epoch-gone`), which has a budget of its own, ten times as large. */
  readonly reveal: (asker: Asker, whom: Whom, ground: RevealGround) => Promise<Revealed>;
  /** Ask for many people's; somebody else has to approve. */
  readonly askBulk: (asker: Asker, pids: readonly string[], ground: RevealGround) => Promise<BulkState>;
  /** Throws `reveal.no-request`, `reveal.own-request`, `reveal.over`. */
  readonly approveBulk: (asker: Asker, id: string) => Promise<BulkState>;
  /** Throws `reveal.no-request`. */
  readonly bulk: (id: string) => Promise<BulkState>;
  /** The file, JSON Lines of `Revealed` without their audit, for who asked. Throws `reveal.no-request`, `reveal.not-yours`, `reveal.not-ready`, `reveal.over`. */
  readonly readBulk: (asker: Asker, id: string) => Promise<string>;
};

/** What the workflow of a bulk reveal does; each may be done again. */
export type BulkWork = {
  /** Open, and seal what was opened in a file; null while nobody else approved. Throws `audit.broken`. */
  readonly make: (id: string) => Promise<{ readonly people: number } | null>;
  readonly drop: (id: string) => Promise<void>;
};

/** What is wrong with the audit's lines, a sentence each, and how far it goes. */
export type AuditVerdict = {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  readonly heads: number;
  readonly problems: readonly string[];
};

/** One line of the audit as people read it; `reason` only where it was asked for. */
export type RevealLine = {
  readonly seq: number;
  readonly at: string;
  readonly what: string;
  readonly caller: string;
  readonly pid: string | null;
  readonly request: string | null;
  readonly purpose: string | null;
  readonly ticket: string | null;
  readonly fields: readonly string[];
  readonly code: string | null;
  readonly reason: string | null;
};

/** Which lines: of a caller, of a person, of a span of time. */
export type RevealFilter = {
  readonly caller?: string;
  readonly pid?: string;
  readonly from?: string;
  readonly to?: string;
};

/** Reads the audit of reveals, with the keys that it is made with. */
export type RevealAudit = {
  readonly verify: () => Promise<AuditVerdict>;
  /** In order; reasons opened where `reasons`. */
  readonly list: (filter: RevealFilter, reasons: boolean) => Promise<readonly RevealLine[]>;
  /** Mark a person of nobody: a reveal of it raises the alarm. Throws `pii.unknown-person`. */
  readonly markDecoy: (asker: Asker, pid: string) => Promise<void>;
};

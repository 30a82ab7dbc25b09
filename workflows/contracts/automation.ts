import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { AutomationRecord } from "../../core/automation/record.ts";
import type { ConditionMemory } from "../../core/condition/facts.ts";
import type { Notice } from "../../core/ports/alerts.ts";

/** What an entity knows of a dep: its last materialisation (null: none), when (ISO, null: not known), and whether it is late. */
export type DepUpdate = { readonly id: string | null; readonly at: string | null; readonly late: boolean };
/** What a dep tells its dependants. */
export type DepReport = DepUpdate & { readonly asset: string };
/** A run that works on the asset, or is about to, since an ISO instant. */
export type Claim = { readonly run: string; readonly at: string };
/** How a step of a run ended. */
export type StepReport = {
  readonly run: string;
  readonly state: "done" | "unchanged" | "failed" | "skipped" | "paused" | "cancelled";
  readonly why: string;
};

/** What an entity carries for its condition. Materialisations are told apart by their ids, which are in order of time. */
export type AutomationState = {
  readonly declared: AssetDeclaration;
  /** ISO instants: since when the condition is known, when it was looked at last, when a run was asked for last. */
  readonly since: string;
  readonly lookedAt: string | null;
  readonly requestedAt: string | null;
  readonly updates: Readonly<Record<string, DepUpdate>>;
  /** By dep, the materialisation that the asset was last requested or built with. */
  readonly seen: Readonly<Record<string, string>>;
  /** The same as it is when the pass in work ends well; null between passes. */
  readonly begun: Readonly<Record<string, string>> | null;
  readonly inWork: readonly Claim[];
  /** Something happened that was not looked at yet. */
  readonly waiting: boolean;
  readonly memory: ConditionMemory;
  readonly last: KeptEvaluation | null;
  /** What dependants were told last. */
  readonly told: string | null;
};

/** What an entity has to write down or tell, oldest first. */
export type Outbox = {
  readonly records: readonly AutomationRecord[];
  readonly notices: readonly Notice[];
  /** Why the last notice was given up; null when it was not. */
  readonly undelivered: string | null;
};

/** An empty outbox. */
export const emptyOutbox: Outbox = { records: [], notices: [], undelivered: null };

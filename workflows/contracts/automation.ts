import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { AutomationRecord } from "../../core/automation/record.ts";
import type { ConditionMemory } from "../../core/condition/facts.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { IdsByDep } from "../../core/ports/asset-entities.ts";

/** What an entity knows of a dep: its last materialisation (null: none), when (ISO, null: not known), and whether it is late. */
export type DepUpdate = { readonly id: string | null; readonly at: string | null; readonly late: boolean };
/** What a dep tells its dependants: its materialisations since it told them last, the last one at the head. */
export type DepReport = Omit<DepUpdate, "id"> & { readonly asset: string; readonly ids: readonly string[] };
/** A run that works on the asset, or is about to, since an ISO instant. */
export type Claim = { readonly run: string; readonly at: string };
/** How a step of a run, or a backfill's work on a mart, ended. */
export type StepReport = {
  readonly run: string;
  /** `left`: a backfill built some of its days, and says nothing of the others. */
  readonly state: "done" | "unchanged" | "failed" | "skipped" | "paused" | "cancelled" | "left";
  readonly why: string;
  /** What it did beside reading what is new; absent of a step that read it, or built a mart. */
  readonly parts?: readonly string[];
};

/** What an entity carries for its condition. Commits are told in any order: which of them the asset was built with, their ids say alone. */
export type AutomationState = {
  readonly declared: AssetDeclaration;
  /** ISO instants: since when the condition is known, when it was looked at last, when a run was asked for last. */
  readonly since: string;
  readonly lookedAt: string | null;
  readonly requestedAt: string | null;
  readonly updates: Readonly<Record<string, DepUpdate>>;
  /** Those that the asset was neither requested nor built with yet, the last ones. */
  readonly pending: IdsByDep;
  /** Those that it was, the last ones: they may be told later than that. */
  readonly seen: IdsByDep;
  /** Those that it will have been built with when the pass in work ends well; null between passes. */
  readonly begun: IdsByDep | null;
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

import type { Hono } from "hono";
import type { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { ObjectsTold } from "../core/objects-told.ts";
import type { Database } from "../core/ports/database.ts";
import type { Reveals } from "../core/ports/reveals.ts";
import type { Operations } from "./operations/operations.ts";
import type { Manners } from "./manners.ts";
import type { VerifyToken } from "./access-token.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";

/** What is done with objects that events told of. */
export type OnObjects = (told: ObjectsTold) => Promise<void>;

/** Pages that people looked at lately, looked at again before they come back. */
export type Ahead = {
  /** Whether anybody looked lately. */
  readonly isWanted: () => boolean;
  /** Ask what those pages ask, one page after the other, so that its answers are kept. */
  readonly look: () => Promise<void>;
};

/** The pages for people: what serves them, and what can be asked before somebody does. */
export type Pages = { readonly routes: Hono; readonly ahead: Ahead };

/** What the API is given. */
export type ApiDeps = {
  readonly deployed: DeployedGraph;
  readonly database: Pick<
    Database,
    | "read"
    | "mirrors"
    | "findApiKey"
    | "materialisations"
    | "throttleState"
    | "changeThrottle"
    | "sourceRates"
    | "setSourceRate"
    | "openLoads"
    | "evaluationAt"
    | "recordAudit"
  >;
  /** What is ordered of runs, backfills and assets. */
  readonly operations: Operations;
  readonly clock: Clock;
  /** Why no KPI can be answered yet: it is told as any error of a handler. Absent where an API starts ready. */
  readonly standing?: () => SillageError | undefined;
  /** A person's name for one consumer: two consumers cannot join their lists. */
  readonly aliasOf: (consumer: string, pid: string) => string;
  /** The kind of vault that wraps people's keys; undefined while it is not open. */
  readonly kek?: () => string | undefined;
  readonly events: {
    readonly token: string | undefined;
    readonly bucket: string;
    readonly store: Pick<ObjectStore, "head">;
    readonly onObjects: OnObjects;
  };
  /** Opens sealed values; absent where the process holds no keys: then nothing is there to ask. */
  readonly reveals?: Reveals;
  /** How callers are known, beside keys; absent: by keys alone, from the sockets' addresses. */
  readonly access?: {
    readonly verifyToken?: VerifyToken | undefined;
    /** Networks whose `X-Forwarded-For` is believed. */
    readonly trustedProxies: readonly string[];
    /** How much each may ask; what is absent, as `usualManners` of `manners.ts`. */
    readonly manners?: Partial<Manners>;
  };
  /** How long (ms) the state of assets and known keys are believed, and answers are kept, and how often it is seen whether pages have to be looked at ahead; absent: everything is asked each time. */
  readonly memory?: { readonly stateMs: number; readonly answersMs: number; readonly aheadMs?: number };
  readonly temporalUi: string | undefined;
  /** The address of a workflow's page there, by its id; absent where there is no Web UI. */
  readonly workflowPage?: (id: string) => string;
  /** The pages for people, on the same server; an API without it has none. */
  readonly pages?: (deps: ApiDeps) => Pages;
  readonly report: (line: string) => void;
};

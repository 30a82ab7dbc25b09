import type { Client } from "@temporalio/client";
import type { ActivityDeps } from "../activities/deps.ts";
import type { Config } from "../config.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Parts } from "./compose.ts";
import { erasureRequestsOf } from "./erasure-requests.ts";
import {
  keyless,
  keylessErasures,
  keylessIndexRotation,
  keylessPersonRotation,
  keylessRequests,
  keylessReveals,
  keylessRotation,
} from "./keyless.ts";
import type { Keys } from "./keys.ts";
import { erasuresOf } from "./requests.ts";
import { indexRotationOf, personRotationOf } from "./rotations.ts";

type Keyed = Pick<
  ActivityDeps,
  "sealer" | "opener" | "rotation" | "indexRotation" | "personRotation" | "erasureRequests" | "erasures" | "bulkReveals"
>;
type Given = Pick<Parts, "deployed" | "database" | "store" | "facts" | "revealsFor"> & {
  readonly client: Client;
  readonly config: Config;
  readonly clock: Clock;
};

/** What activities are given that needs keys; in a process that holds none, what refuses. */
export const keyedDeps = (keys: Keys | undefined, given: Given): Keyed =>
  keys === undefined
    ? {
        sealer: keyless,
        opener: keyless,
        rotation: keylessRotation,
        indexRotation: keylessIndexRotation,
        personRotation: keylessPersonRotation,
        erasureRequests: keylessRequests,
        erasures: keylessErasures,
        bulkReveals: keylessReveals,
      }
    : {
        sealer: keys.sealer,
        opener: keys.opener,
        rotation: keys.rotation,
        indexRotation: indexRotationOf(keys, given),
        personRotation: personRotationOf(keys, given),
        erasureRequests: erasureRequestsOf(keys.identity, given.client, given.clock),
        erasures: erasuresOf(keys, given),
        bulkReveals: given.revealsFor(() => given.client, keys).work,
      };

import type { ThrottleChange } from "../core/ports/audit.ts";

/** The merge lane lets slices in at this many times the rate, so that a merge is no burst either. */
const mergeFactor = 4;

/** What a change of the rate means for each lane, `default` last. */
export const throttleLanes = (change: ThrottleChange): readonly (readonly [lane: string, change: ThrottleChange])[] => [
  [
    "merge",
    {
      ...change,
      ...(change.bytesPerSecond !== undefined && { bytesPerSecond: change.bytesPerSecond * mergeFactor }),
    },
  ],
  ["default", change],
];

import type { Landed } from "../../activities/extract-pages.ts";

/** What a pass of one row up to an instant landed, without a store to put its parts in. */
export const landedPass = (until: string): Landed => ({
  parts: [],
  rows: 1,
  misfits: 0,
  erased: 0,
  pages: 1,
  requests: 1,
  maxSeen: null,
  maxVersion: null,
  missing: 0,
  beyond: 0,
  t0: until,
  elapsedMs: 1,
  unknownFields: [],
  verified: true,
});

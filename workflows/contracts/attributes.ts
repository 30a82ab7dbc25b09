import { defineSearchAttributeKey } from "@temporalio/common";

/** Search attributes by which the Web UI filters. Never encrypted: no personal data, ever. */
export const attribute = {
  job: defineSearchAttributeKey("SillageJob", "KEYWORD"),
  asset: defineSearchAttributeKey("SillageAsset", "KEYWORD"),
  source: defineSearchAttributeKey("SillageSource", "KEYWORD"),
  trigger: defineSearchAttributeKey("SillageTrigger", "KEYWORD"),
  health: defineSearchAttributeKey("SillageHealth", "KEYWORD"),
  rows: defineSearchAttributeKey("SillageRows", "INT"),
  quarantined: defineSearchAttributeKey("SillageQuarantined", "INT"),
  watermark: defineSearchAttributeKey("SillageWatermark", "DATETIME"),
} as const;

/** The instant that a schedule started a workflow for, as the server sets it: not the one at which it came to it. */
export const scheduledFor = defineSearchAttributeKey("TemporalScheduledStartTime", "DATETIME");

/** Their kinds as the Temporal server is told at registration. */
export const searchAttributeKinds: Readonly<Record<string, string>> = {
  SillageJob: "Keyword",
  SillageAsset: "Keyword",
  SillageSource: "Keyword",
  SillageTrigger: "Keyword",
  SillageHealth: "Keyword",
  SillageRows: "Int",
  SillageQuarantined: "Int",
  SillageWatermark: "Datetime",
};

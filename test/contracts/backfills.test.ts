import { beforeEach, describe } from "vitest";
import type { BackfillPort } from "../../core/ports/backfills.ts";
import { memoryBackfills } from "../fakes/memory-backfills.ts";
import { databaseBackfillsContract } from "./database-backfills.ts";

describe("backfills in memory", () => {
  let backfills: BackfillPort;
  beforeEach(() => {
    backfills = memoryBackfills();
  });
  databaseBackfillsContract(() => backfills);
});

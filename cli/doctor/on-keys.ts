import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseConfig, type Environment } from "../../config.ts";
import { openKek } from "../../worker/open-kek.ts";
import type { CheckUp } from "./check-up.ts";

/** Which vault wraps people's keys, and whether it wraps and unwraps here. A key file that is not there yet is not made. */
export async function onKeys(environment: Environment, dataDir: string): ReturnType<CheckUp["look"]> {
  const config = parseConfig(environment);
  const isLocal = config.KEK_PROVIDER === "local";
  if (isLocal && !existsSync(config.KEK_DIRECTORY ?? join(dataDir, "keys")))
    return "local (not for production): the key file is made at first use";
  const kek = await openKek(config, dataDir, () => undefined);
  const probe = randomBytes(32);
  const opened = await kek.unwrap("doctor", 0, await kek.wrap("doctor", 0, probe));
  if (probe.equals(Buffer.from(opened))) return `${kek.describe()}; wraps and unwraps`;
  return {
    state: "failed",
    detail: `${kek.describe()} unwraps another key than was wrapped`,
    fix: "Look at the key that KEK_KEY names: nothing was sealed yet.",
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config.ts";
import { copyMadeOnce, type MadeOnce } from "./copy-made-once.ts";
import { testDemo, type TestDemo } from "./demo.ts";

/** A whole product started on a copy of what the run of tests makes once, the throttle off; `told` is what its maker told of it. */
export async function copiedDemo<Told>(
  once: MadeOnce<Told>,
  environment: Environment,
): Promise<TestDemo & { readonly told: Told }> {
  const home = await mkdtemp(join(tmpdir(), `sillage-${once.name}-`));
  const dataDir = join(home, "data");
  const told = await copyMadeOnce(once, dataDir);
  const demo = await testDemo({ dataDir, environment });
  return {
    ...demo,
    told,
    async stop() {
      await demo.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

import type { Environment } from "../../config.ts";
import { copiedDemo } from "./copied-demo.ts";
import type { MadeOnce } from "./copy-made-once.ts";
import { testDemo, type TestDemo } from "./demo.ts";

/** A whole product after its initial extraction, the throttle off: made once, every file starts on a copy. */
export const begunDemo = (environment: Environment = {}): Promise<TestDemo> => copiedDemo(beginning, environment);

/** The data directory after an initial extraction, and that run's id. */
export const beginning: MadeOnce<string> = {
  name: "begun",
  async make(dataDir) {
    const product = await testDemo({ dataDir });
    const { runId } = await product.run("initial");
    await product.stop();
    return runId;
  },
};

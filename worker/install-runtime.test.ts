import { expect, test } from "vitest";
import { holdPort } from "../dev/stack/ports.ts";
import { installRuntime } from "./install-runtime.ts";

test("an address that metrics cannot be served on is named, with the setting that gives it", async () => {
  const { port, release } = await holdPort(0);
  try {
    expect(() => installRuntime(`127.0.0.1:${port}`)).toThrow(
      expect.objectContaining({
        code: "metrics.address",
        message: `Metrics cannot be served on 127.0.0.1:${port}. Set METRICS_ADDRESS to an address of this machine and a free port, one for each process: 127.0.0.1:9464.`,
      }),
    );
  } finally {
    await release();
  }
});

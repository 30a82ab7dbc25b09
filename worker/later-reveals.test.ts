import { expect, test } from "vitest";
import { laterReveals } from "./later-reveals.ts";

test("who asks before the keys are open is told that it passes", async () => {
  await expect(laterReveals(() => undefined).bulk("r")).rejects.toMatchObject({
    code: "reveal.starting",
    message: "The keys of this process are not open yet. Ask again in a moment.",
    retryable: true,
  });
});

import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

test("works run one after the other in the order they were asked for", async () => {
  const inTurn = oneAtATime();
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await Promise.resolve();
    told.push(`${name} ends`);
  };
  await Promise.all([inTurn(work("a")), inTurn(work("b"))]);
  expect(told).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("a work that fails tells its own caller, and the next one runs", async () => {
  const inTurn = oneAtATime();
  const failed = inTurn(() => Promise.reject(new Error("no room")));
  const told: string[] = [];
  const next = inTurn(async () => void told.push("next"));
  await expect(failed).rejects.toThrow("no room");
  await next;
  expect(told).toEqual(["next"]);
});

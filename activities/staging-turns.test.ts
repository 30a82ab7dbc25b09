import { expect, test } from "vitest";
import { stagingTurns } from "./staging-turns.ts";

/** Works that tell what they do and end when told to. */
function telling() {
  const told: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await new Promise<void>((end) => ends.set(name, end));
    told.push(`${name} ends`);
  };
  return { told, work, end: (name: string) => ends.get(name)?.() };
}

test("parts of one load are staged one after the other, those of another beside them", async () => {
  const inTurn = stagingTurns();
  const { told, work, end } = telling();
  const all = [
    inTurn("orders", work("orders 1")),
    inTurn("orders", work("orders 2")),
    inTurn("clients", work("clients 1")),
  ];
  expect(told).toEqual(["orders 1 begins", "clients 1 begins"]);
  end("orders 1");
  await all[0];
  end("clients 1");
  end("orders 2");
  await Promise.all(all);
  expect(told.slice(2)).toEqual(["orders 1 ends", "orders 2 begins", "clients 1 ends", "orders 2 ends"]);
});

test("a part that fails lets the next one of its load begin", async () => {
  const inTurn = stagingTurns();
  const failed = inTurn("orders", () => Promise.reject(new Error("no room")));
  const told: string[] = [];
  const next = inTurn("orders", async () => void told.push("next"));
  await expect(failed).rejects.toThrow("no room");
  await next;
  expect(told).toEqual(["next"]);
});

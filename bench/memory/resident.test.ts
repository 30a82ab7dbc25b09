import { expect, test } from "vitest";
import { familyOf, fromPs, watchResident } from "./resident.ts";

const seen = (pid: number, parent: number) => ({ pid, parent, megabytes: 1, command: "" });

test("a family is a process and all that descend from it, in any order", () => {
  const all = [seen(4, 3), seen(3, 2), seen(2, 1), seen(9, 1)];
  expect(familyOf(2, all).map(({ pid }) => pid)).toEqual([4, 3, 2]);
});

test("the memory watched is the process's own resident memory, not its heap", async () => {
  const watch = watchResident(process.pid);
  const held = Buffer.alloc(150_000_000, 1);
  const mine = (await watch.stop()).find(({ pid }) => pid === process.pid);
  expect(mine?.megabytes).toBeGreaterThan(held.byteLength / 1e6);
});

test("what ps tells is read with the command's arguments, kibibytes as megabytes", () => {
  expect(fromPs("  12     1 292968 node cli/main.ts worker\n")).toEqual([
    { pid: 12, parent: 1, megabytes: 300, command: "node cli/main.ts worker" },
  ]);
});

import { expect, test } from "vitest";
import { volumes } from "./volume.ts";
import { World } from "./world.ts";

test.each(["tiny", "small"] as const)(
  "as many rows as %s says are there at the first start, within 2 in 100",
  (volume) => {
    const { shelves } = new World(7, volume);
    const rows = [...shelves.values()].reduce((sum, shelf) => sum + shelf.sorted().length, 0);
    expect(Math.abs(rows / volumes[volume].rows - 1)).toBeLessThan(0.02);
  },
);

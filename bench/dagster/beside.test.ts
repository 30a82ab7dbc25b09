import { expect, test } from "vitest";
import { beside, type Taking } from "./beside.ts";

const taking: Taking = {
  id: "steps.chain.dagster",
  what: "The same by Dagster",
  goal: "less",
  async take(rival) {
    const { ms } = await rival.cost("chain", "in-process", 5);
    return { measured: `${ms} ms`, met: true, values: { ms } };
  },
};

test("a figure of Dagster is taken where Dagster can be installed", async () => {
  const rival = { cost: async () => ({ ms: 51, bytes: 15_000 }), command: async () => 3_000 };
  expect(await beside({ directory: "/none" }, [taking], async () => rival)).toEqual([
    {
      id: "steps.chain.dagster",
      what: "The same by Dagster",
      goal: "less",
      measured: "51 ms",
      met: true,
      values: { ms: 51 },
    },
  ]);
});

test("where it fails in a measurement, the others are taken", async () => {
  const rival = {
    cost: async (_: string, executor: string) => {
      if (executor === "default") throw new Error("AssertionError");
      return { ms: 51, bytes: 15_000 };
    },
    command: async () => 3_000,
  };
  const failing: Taking = { ...taking, take: (told) => told.cost("wide", "default", 2).then(() => Promise.reject()) };
  const figures = await beside({ directory: "/none" }, [failing, taking], async () => rival);
  expect(figures.map(({ measured }) => measured)).toEqual([
    "not measured: no answer of Dagster's: AssertionError",
    "51 ms",
  ]);
});

test("where it cannot, each of its figures says why, by the last line of what was told", async () => {
  const open = () => Promise.reject(new Error("Command failed: pip install\nERROR: No matching distribution found"));
  expect(await beside({ directory: "/none" }, [taking], open)).toMatchObject([
    {
      measured: "not measured: no answer of Dagster's: ERROR: No matching distribution found",
      met: undefined,
      values: {},
    },
  ]);
});

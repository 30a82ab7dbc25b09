import { expect, test } from "vitest";
import { allDepsFresh, allDepsUpdated, anyDepUpdated, eager, missing, not, onMissing } from "./condition.ts";
import { by, job, onCron, everything, within } from "./job.ts";

const any = { kind: "depsUpdated", which: "any", of: null };
const present = { kind: "depsPresent" };

test("eager is as soon as a dep changed once all are there; onMissing is once", () => {
  expect(eager().spec).toEqual({ kind: "and", of: [any, present] });
  expect(onMissing().spec).toEqual({ kind: "newlyTrue", of: { kind: "and", of: [{ kind: "missing" }, present] } });
});

test("conditions are joined as values, and name deps as values", () => {
  const orders = { spec: { key: "orders" } };
  expect(anyDepUpdated(orders).and(allDepsFresh()).or(not(missing())).spec).toEqual({
    kind: "or",
    of: [
      { kind: "and", of: [{ ...any, of: ["orders"] }, { kind: "depsFresh" }] },
      { kind: "not", of: { kind: "missing" } },
    ],
  });
  expect(allDepsUpdated().since(missing()).spec).toEqual({
    kind: "since",
    of: { ...any, which: "all" },
    reset: { kind: "missing" },
  });
});

test("a cron starts a job, and is a condition of an asset; the job holds data alone", () => {
  const cron = onCron("15 3 * * *", "Europe/Paris");
  const spec = { kind: "cron", cron: "15 3 * * *", zone: "Europe/Paris" };
  expect(job("nightly", { select: everything(), trigger: cron }).trigger).toEqual({
    ...spec,
    policy: { overlap: "buffer-one", catchUpMs: 43_200_000, pauseOnFailure: false },
  });
  expect(cron.and(allDepsUpdated()).spec).toEqual({ kind: "and", of: [spec, { ...any, which: "all" }] });
});

test("freshness is within a duration, or by a time of each day", () => {
  expect(within("26 hours")).toEqual({ kind: "within", ms: 93_600_000 });
  expect(by("06:00", "Europe/Paris")).toEqual({ kind: "by", time: "06:00", zone: "Europe/Paris" });
});

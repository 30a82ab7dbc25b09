import { expect, test } from "vitest";
import { readClaim, readDeclaration, readDepReport, readStepReport } from "./read-automation.ts";

const declaration = { automation: null, deps: [], dependants: [], promise: null, alerts: false, ingestion: "run" };

test("what is well said is understood", () => {
  expect(readDepReport({ asset: "orders", ids: ["01"], at: null, late: false })).toEqual({
    order: { asset: "orders", ids: ["01"], at: null, late: false },
  });
  expect(readClaim({ run: "run/1" })).toEqual({ order: { run: "run/1" } });
  expect(readStepReport({ run: "run/1", state: "failed", why: "x".repeat(400) })).toEqual({
    order: { run: "run/1", state: "failed", why: "x".repeat(300) },
  });
  const upkeep = { run: "run/1", state: "unchanged", why: "", parts: ["history"] };
  expect(readStepReport(upkeep)).toEqual({ order: upkeep });
  expect(readDeclaration(declaration)).toEqual({ order: declaration });
});

test.each([
  [readDepReport, { ids: [], late: false }, "`asset` must be the key of a dep."],
  [readDepReport, { asset: "orders", ids: "01", late: false }, "`ids` must be a list of materialisations."],
  [readDepReport, { asset: "orders", ids: [7], late: false }, "`ids` must be a list of materialisations."],
  [readDepReport, { asset: "orders", ids: [] }, "`late` must be true or false."],
  [readClaim, "run/1", "`run` must be the id of a run."],
  [readClaim, { run: "" }, "`run` must be the id of a run."],
  [readStepReport, null, "`run` must be the id of a run."],
  [
    readStepReport,
    { run: "run/1", state: "gone" },
    "`state` must be one of done, unchanged, failed, skipped, paused, cancelled, left.",
  ],
  [readStepReport, { run: "run/1", state: "done", parts: "history" }, "`parts` must be a list of parts."],
  [
    readDeclaration,
    { ...declaration, deps: [1] },
    "it is no declaration: a worker of the role `control` sends one when it starts.",
  ],
  [
    readDeclaration,
    { ...declaration, ingestion: "never" },
    "it is no declaration: a worker of the role `control` sends one when it starts.",
  ],
])("%o refuses %j with a reason", (read, argument, problem) => expect(read(argument)).toEqual({ problem }));

import {
  ApplicationFailure,
  CancellationScope,
  condition,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { cursorFreeSignal } from "./contracts/messages.ts";
import { controlOptions, extractOptions } from "./contracts/options.ts";
import type { ExtractInput, ExtractResult } from "./contracts/runs.ts";

const control = proxyActivities<Activities>(controlOptions);
const extract = proxyActivities<Activities>(extractOptions);

/** Read one table since its watermark, land it sealed, move its landed mark. */
export async function extractTable(input: ExtractInput): Promise<ExtractResult> {
  const holder = workflowInfo().workflowId;
  let freed = false;
  setHandler(cursorFreeSignal, () => void (freed = true), {
    description: "The cursor this extraction waits for is free. No argument.",
  });
  const cursor = await acquireInTurn();
  try {
    const pass = await control.startPass({
      table: input.table,
      mark: cursor.mark,
      fence: cursor.fence,
      full: input.full,
    });
    const landed = await extract.extractPages.executeWithOptions(
      { summary: `${input.table}: ${pass.pass} since ${pass.since ?? pass.version ?? "the beginning"}` },
      [pass],
    );
    const manifest = await extract.writeManifest({ pass, landed, workflowId: holder, runId: workflowInfo().runId });
    await control.advanceCursor({ table: input.table, fence: cursor.fence, mark: manifest.mark, loadId: pass.loadId });
    upsertSearchAttributes([{ key: attribute.rows, value: landed.rows }]);
    setCurrentDetails(
      `**${input.table}**: ${landed.rows} rows, ${landed.pages} pages, ${landed.misfits} misfits${landed.verified ? "" : ", unverified"}; mark \`${manifest.mark.watermark ?? manifest.mark.version ?? "none"}\``,
    );
    return {
      loadId: pass.loadId,
      manifestKey: manifest.key,
      rows: landed.rows,
      misfits: landed.misfits,
      verified: landed.verified,
      pass: pass.pass,
      mark: manifest.mark,
    };
  } finally {
    await CancellationScope.nonCancellable(() =>
      control.releaseCursor({ table: input.table, holder, fence: cursor.fence }),
    );
  }

  async function acquireInTurn() {
    for (;;) {
      freed = false;
      const answer = await control.acquireCursor({ table: input.table, holder });
      if (answer.granted) return answer;
      if (answer.holder === holder)
        throw ApplicationFailure.nonRetryable(
          `The cursor of ${input.table} is held by this very extraction.`,
          "asset.lease",
        );
      setCurrentDetails(
        answer.paused
          ? `**${input.table}** is paused: waiting for \`resume\` on \`asset/${input.table}\`.`
          : `Waiting for \`${answer.holder}\`, which holds ${input.table}.`,
      );
      await condition(() => freed, "60s");
    }
  }
}

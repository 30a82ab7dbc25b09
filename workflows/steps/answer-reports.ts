import { ApplicationFailure, setHandler, upsertSearchAttributes } from "@temporalio/workflow";
import { attribute } from "../contracts/attributes.ts";
import { builtWith } from "../logic/automation.ts";
import { advanceCursorUpdate, checkedUpdate, driftedUpdate, materialisedUpdate } from "../contracts/messages.ts";
import { advance, checked, drifted, isStale, materialised } from "../logic/asset-reports.ts";
import type { EntityMemory } from "./entity-memory.ts";
import { wakeNext } from "./wake-next.ts";

/** Take note of what was landed and of what was loaded or built. */
export function answerReports(memory: EntityMemory): void {
  setHandler(
    advanceCursorUpdate,
    async (report) => {
      await memory.recovered();
      const now = memory.current();
      if (isStale(now, report.fence))
        throw ApplicationFailure.nonRetryable(
          `The fence ${report.fence} of ${now.asset} was replaced by ${now.fence}.`,
          "asset.stale-fence",
        );
      memory.keep(advance(now, report));
      if (report.mark.watermark !== undefined)
        upsertSearchAttributes([{ key: attribute.watermark, value: new Date(report.mark.watermark) }]);
      if (report.holder !== undefined) await wakeNext(memory);
    },
    {
      description:
        'A manifest was written under this fence, and a holder\'s turn is over with it. Example: {"fence":7,"mark":{"watermark":"2026-11-25T02:15:00Z"},"loadId":"01…","holder":"run/nightly/…/extract/clients"}',
    },
  );
  setHandler(
    checkedUpdate,
    async (report) => {
      await memory.recovered();
      memory.keep(checked(memory.current(), report));
    },
    {
      description:
        'Checks were measured; those that failed, a phrase each. Example: {"warned":["row_change: 20, at most 15"],"blocked":[]}',
    },
  );
  setHandler(
    driftedUpdate,
    async (report) => {
      await memory.recovered();
      memory.keep(drifted(memory.current(), report));
    },
    {
      description:
        'What no pass brought was refused, or no longer is. Example: {"by":"reread","refused":"40 of 100 rows differ"}; null: it no longer is.',
    },
  );
  setHandler(
    materialisedUpdate,
    async (report) => {
      await memory.recovered();
      const known = materialised(memory.current(), report, new Date());
      memory.keep(report.origin === "run" ? builtWith(known, report.builtWith) : known);
    },
    {
      description:
        'A load was merged, or a mart rebuilt. Example: {"id":"01…","at":"2026-11-25T02:20:00Z","rows":12,"load":"01…","loadedThrough":null,"origin":"run"}',
    },
  );
}

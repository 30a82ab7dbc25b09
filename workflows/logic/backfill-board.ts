import type { BackfillProgress, TrackProgress, WindowFailure } from "../contracts/backfills.ts";
import { countText } from "./amounts.ts";
import { assetLink } from "./page-link.ts";
import { shortDuration } from "./short-duration.ts";

const sample = '{"concurrency":8,"who":"Ada Exemple","why":"a quiet night"}';

/** The backfill's page in the Web UI: one line an asset. */
export function backfillBoard({ phase, tracks, ...told }: BackfillProgress): string {
  const total = tracks.reduce((sum, { windows }) => sum + windows, 0);
  const over = tracks.reduce((sum, track) => sum + track.done + track.failed + track.skipped + track.cancelled, 0);
  const { remainingMs, concurrency } = told;
  const left = remainingMs === null || phase === "ended" ? "" : `, about ${shortDuration(remainingMs)} left`;
  return [
    `### ${phase}: ${over} of ${total} windows${left}`,
    `At most ${concurrency} at once. Signals, each with who and why: \`pause\`, \`resume\`, \`cancel\`, \`setConcurrency\` (\`${sample}\`).`,
    ...(told.behind.length === 0 ? [] : [`Waits for ${told.behind.map((id) => `\`${id}\``).join(", ")}.`]),
    ...(told.refused === null ? [] : [`**Ignored:** ${told.refused}`]),
    [
      "| asset | windows | done | in work | failed | skipped | cancelled | rows |",
      "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
      .concat(tracks.map(lineOf))
      .join("\n"),
    ...(told.failures.length === 0 ? [] : [told.failures.map(failureLine).join("\n")]),
  ].join("\n\n");
}

const lineOf = ({ asset, windows, done, inWork, failed, skipped, cancelled, rows }: TrackProgress): string =>
  `| ${[assetLink(asset), windows, done, inWork, failed, skipped, cancelled, countText(rows)].join(" | ")} |`;

const failureLine = ({ asset, window, why }: WindowFailure): string => `- ✘ **${asset}** ${window}: ${why}`;

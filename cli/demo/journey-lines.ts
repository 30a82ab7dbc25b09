import { effectOf } from "../dsr/effect-of.ts";
import type { PersonJourney } from "./person-journey.ts";
import type { SealedHead } from "./sealed-head.ts";

const head = ({ begins, format, suite, key, bytes }: SealedHead): string =>
  `"${begins}…", format ${format}, suite ${suite ?? "none"}, key ${key}…, ${bytes} bytes`;

/** What was deleted, by table and mart. */
const deleted = ({ certificate }: PersonJourney["erased"]): string =>
  (certificate?.rows ?? [])
    .map(({ table, open, sealed, mart }) =>
      mart === undefined
        ? `of ${table} ${open} open and ${sealed} sealed rows deleted`
        : `of ${table} ${mart} rows deleted`,
    )
    .join(", ");

/** One person's journey for people: what stands sealed, the reveal and its line in the audit, the certificate's dates, the refusal. */
export function journeyLines(journey: PersonJourney | null): readonly string[] {
  if (journey === null) return ["One person's journey: nobody is left who has orders."];
  const { field, sealed, revealed, erased, refused } = journey;
  const { line } = revealed;
  return [
    `One person's journey: ${field} of a made-up client`,
    `  in S3      ${sealed.part}, line ${sealed.line}`,
    `             ${head(sealed.landed)}, the key in epoch ${sealed.epoch}`,
    `  in the database, table sealed.${field.split(".")[0]}`,
    `             ${head(sealed.stored)}`,
    `  revealed   ••• (${revealed.characters} characters, shown to the caller alone)`,
    `  audit      line ${line.seq}, ${line.at}: ${line.what} of ${line.fields.join(", ")} to ${line.caller} for ${line.purpose}, ticket ${line.ticket}`,
    `  erased     request ${erased.id}, ${erased.erasedAt}: ${deleted(erased)}; its certificate:`,
    ...(erased.certificate?.stores ?? []).map((effect) => `             ${effect.store}: ${effectOf(effect)}`),
    `  asked again: refused, ${refused.status} ${refused.code}`,
    "  more of it: npm run sillage -- reveals list, audit verify, dsr show <request>",
    "             and pii rotate --epoch, after which dsr show says from when on no older copy opens",
  ];
}

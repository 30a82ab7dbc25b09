import { SillageError } from "../../core/errors.ts";

/** Why nothing is revealed: each is told to who asked, and kept in the audit by its code. None names a person. */
export const refusal = {
  purpose: (purpose: string, known: readonly string[]) =>
    new SillageError({
      code: "reveal.purpose",
      message: `Nothing is revealed for the purpose "${purpose}": it is not declared.`,
      fix:
        known.length === 0
          ? "Declare purposes with `reveals` in defineGraph."
          : `Choose among ${known.join(", ")}, or declare another with \`reveals\` in defineGraph.`,
    }),
  field: (fields: readonly string[], purpose: string, allowed: readonly string[]) =>
    new SillageError({
      code: "reveal.field",
      message: `The purpose ${purpose} does not open ${fields.join(", ")}.`,
      fix: `It opens ${allowed.join(", ")}.`,
    }),
  person: () =>
    new SillageError({
      code: "pii.unknown-person",
      message: "Nobody in the identity store has this pseudonym, or the person was erased.",
      fix: "Nothing can open this value any more.",
    }),
  alias: () =>
    new SillageError({
      code: "reveal.alias",
      message: "More than one person has this alias.",
      fix: "Ask by pseudonym.",
    }),
  restricted: () =>
    new SillageError({
      code: "reveal.restricted",
      message: "The processing of this person's data is restricted: nothing of it is revealed.",
      fix: "See the request that restricted it; it holds until that is lifted.",
    }),
  budget: (perHour: number) =>
    new SillageError({
      code: "reveal.budget",
      message: `There were ${perHour} reveals within an hour, which is all that are allowed: by one caller, or of one person.`,
      fix: "Wait, or ask for many people's at once, which another person approves.",
    }),
  unopened: (most: number) =>
    new SillageError({
      code: "reveal.budget",
      message: `There were ${most} reveals by one caller within an hour that opened nothing, by a fault of what is stored or of the vault: no more are tried.`,
      fix: "Have whoever runs the service look at what did not open, and ask again in an hour.",
    }),
  noRequest: (id: string) =>
    new SillageError({
      code: "reveal.no-request",
      message: `There is no bulk reveal ${id}.`,
      fix: "Use the id that was answered when it was asked for.",
    }),
  ownRequest: () =>
    new SillageError({
      code: "reveal.own-request",
      message: "Who asked for a bulk reveal cannot approve it.",
      fix: "Have somebody else approve it, with a key of their own.",
    }),
  notYours: () =>
    new SillageError({
      code: "reveal.not-yours",
      message: "The file of a bulk reveal is for who asked for it.",
      fix: "Read it with the key that it was asked for with.",
    }),
  notReady: (state: string) =>
    new SillageError({
      code: "reveal.not-ready",
      message: `The bulk reveal is ${state}: its file is not there yet.`,
      fix: state === "waiting" ? "Have somebody else approve it." : "Ask again in a moment.",
    }),
  over: () =>
    new SillageError({
      code: "reveal.over",
      message: "The bulk reveal is over: a day has passed.",
      fix: "Ask for another one.",
    }),
  broken: (problems: readonly string[]) =>
    new SillageError({
      code: "audit.broken",
      message: `The audit of reveals is not whole: ${problems[0] ?? "it does not verify."}`,
      fix: "Run `sillage audit verify`, and find out who changed it: no bulk reveal is made before.",
    }),
} as const;

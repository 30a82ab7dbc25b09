import { expect, test } from "vitest";
import { refusal } from "./reveal-refusals.ts";

test.each([
  [
    refusal.purpose("curiosity", ["care", "safety"]),
    "reveal.purpose",
    'Nothing is revealed for the purpose "curiosity": it is not declared. Choose among care, safety, or declare another with `reveals` in defineGraph.',
  ],
  [
    refusal.purpose("curiosity", []),
    "reveal.purpose",
    'Nothing is revealed for the purpose "curiosity": it is not declared. Declare purposes with `reveals` in defineGraph.',
  ],
  [
    refusal.field(["people.birthDate"], "care", ["people.email"]),
    "reveal.field",
    "The purpose care does not open people.birthDate. It opens people.email.",
  ],
  [
    refusal.person(),
    "pii.unknown-person",
    "Nobody in the identity store has this pseudonym, or the person was erased. Nothing can open this value any more.",
  ],
  [refusal.alias(), "reveal.alias", "More than one person has this alias. Ask by pseudonym."],
  [
    refusal.restricted(),
    "reveal.restricted",
    "The processing of this person's data is restricted: nothing of it is revealed. See the request that restricted it; it holds until that is lifted.",
  ],
  [
    refusal.budget(50),
    "reveal.budget",
    "There were 50 reveals within an hour, which is all that are allowed: by one caller, or of one person. Wait, or ask for many people's at once, which another person approves.",
  ],
  [
    refusal.unopened(500),
    "reveal.budget",
    "There were 500 reveals by one caller within an hour that opened nothing, by a fault of what is stored or of the vault: no more are tried. Have whoever runs the service look at what did not open, and ask again in an hour.",
  ],
  [
    refusal.noRequest("r"),
    "reveal.no-request",
    "There is no bulk reveal r. Use the id that was answered when it was asked for.",
  ],
  [
    refusal.ownRequest(),
    "reveal.own-request",
    "Who asked for a bulk reveal cannot approve it. Have somebody else approve it, with a key of their own.",
  ],
  [
    refusal.notYours(),
    "reveal.not-yours",
    "The file of a bulk reveal is for who asked for it. Read it with the key that it was asked for with.",
  ],
  [
    refusal.notReady("waiting"),
    "reveal.not-ready",
    "The bulk reveal is waiting: its file is not there yet. Have somebody else approve it.",
  ],
  [
    refusal.notReady("approved"),
    "reveal.not-ready",
    "The bulk reveal is approved: its file is not there yet. Ask again in a moment.",
  ],
  [refusal.over(), "reveal.over", "The bulk reveal is over: a day has passed. Ask for another one."],
  [
    refusal.broken(["Line 2 is missing."]),
    "audit.broken",
    "The audit of reveals is not whole: Line 2 is missing. Run `sillage audit verify`, and find out who changed it: no bulk reveal is made before.",
  ],
])("%#: a refusal says what happened and what to do", (error, code, message) => {
  expect(error).toMatchObject({ code, message, retryable: false });
});

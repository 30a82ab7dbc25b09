import { expect, test } from "vitest";
import type { ApiKeyPort } from "../core/ports/api-keys.ts";
import { forAMoment } from "./for-a-moment.ts";
import { KeptAnswers, type WrittenAnswer } from "./kept-answers.ts";
import { knownKeys } from "./known-keys.ts";

const long = 600_000;
const written = (text: string): WrittenAnswer => ({ text, type: "application/json", rows: 1, next: null });
/** Answers that differ each time. */
const counting = () => {
  let count = 0;
  return async () => written(`answer ${++count}`);
};

test("what was told a moment ago is told again, without a moment it is asked for each time", async () => {
  for (const [ms, told] of [
    [long, ["answer 1", "answer 1"]],
    [0, ["answer 1", "answer 2"]],
  ] as const) {
    const ask = forAMoment(counting(), ms);
    expect([(await ask()).text, (await ask()).text]).toEqual(told);
  }
});

test("a refusal is not believed: the next one asks again", async () => {
  const answers = [Promise.reject(new Error("away")), Promise.resolve("there")];
  const ask = forAMoment(() => answers.shift() ?? Promise.resolve("never"), long);
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe("there");
});

test("an answer is written once for those who ask while it is written and after, and anew for another question", async () => {
  const [kept, write] = [new KeptAnswers({ ms: long, characters: 1_000 }), counting()];
  const asked = await Promise.all([kept.answer("a", write), kept.answer("a", write)]);
  expect([...asked, await kept.answer("a", write)].map((one) => one?.text)).toEqual(Array(3).fill("answer 1"));
  expect((await kept.answer("b", write))?.text).toBe("answer 2");
});

test("nothing and a failure are not kept, and neither is an answer whose time is over", async () => {
  const kept = new KeptAnswers({ ms: long, characters: 1_000 });
  expect(await kept.answer("a", async () => undefined)).toBeUndefined();
  await expect(kept.answer("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect((await kept.answer("a", counting()))?.text).toBe("answer 1");
  const [brief, write] = [new KeptAnswers({ ms: 0, characters: 1_000 }), counting()];
  await brief.answer("a", write);
  expect((await brief.answer("a", write))?.text).toBe("answer 2");
});

test("answers over the bound give way, the oldest first", async () => {
  const kept = new KeptAnswers({ ms: long, characters: 10 });
  for (const key of ["a", "b"]) await kept.answer(key, async () => written("12345678"));
  const again = async (key: string) => (await kept.answer(key, async () => written("new")))?.text;
  expect([await again("b"), await again("a")]).toEqual(["12345678", "new"]);
});

test("a key that was found is remembered, one that was not is asked for again", async () => {
  const asked: string[] = [];
  const key = { sha256: "0", scopes: [], cidrs: [], consumer: "k", expiresAt: "2027-01-01T00:00:00Z" };
  const store: Pick<ApiKeyPort, "findApiKey"> = {
    findApiKey: async (id) => {
      asked.push(id);
      return id === "known" ? key : undefined;
    },
  };
  const keys = knownKeys(store, long);
  for (const id of ["known", "known", "other", "other"]) await keys.findApiKey(id);
  expect(asked).toEqual(["known", "other", "other"]);
});

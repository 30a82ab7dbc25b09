import { expect, test } from "vitest";
import { kekErrors } from "./kek-errors.ts";
import { keepToken } from "./keep-token.ts";
import type { TransitAnswer } from "./transit-client.ts";

const answer = (data: TransitAnswer["data"]): TransitAnswer => ({ status: 200, data, reason: "" });

/** A token whose life is told by these answers in turn, an error being thrown; kept until they are used up. */
async function kept(lives: readonly ({ readonly ttl: number; readonly renewable?: boolean } | Error)[]) {
  const [asked, lines, pauses] = [[] as string[], [] as string[], [] as number[]];
  const left = [...lives];
  await keepToken({
    async ask(method, path) {
      asked.push(`${method} ${path}`);
      if (path === "renew-self") return answer({});
      const life = left.shift() ?? kekErrors.denied("vault", "the test is over");
      return life instanceof Error ? Promise.reject(life) : answer({ renewable: true, ...life });
    },
    report: (line) => void lines.push(line),
    pause: async (ms) => void pauses.push(ms),
  });
  return { asked, lines, pauses };
}

test("a token is renewed whenever half of its life is over", async () => {
  const { asked, pauses } = await kept([{ ttl: 3_600 }, { ttl: 3_600 }, { ttl: 3_600 }, { ttl: 3_500 }]);
  const once = ["GET lookup-self", "POST renew-self", "GET lookup-self"];
  expect(asked).toEqual([...once, ...once, "GET lookup-self"]);
  expect(pauses).toEqual([1_800_000, 1_800_000]);
});

test("a token that has no end is left alone", async () => {
  expect(await kept([{ ttl: 0 }])).toEqual({ asked: ["GET lookup-self"], lines: [], pauses: [] });
});

test("a token that is not renewed is told with its end", async () => {
  expect((await kept([{ ttl: 7_200, renewable: false }])).lines).toEqual([
    "The token of the vault ends in 120 min: it is not one that is renewed. Start the process again with another KEK_TOKEN before then.",
  ]);
});

test("a token at the end of the longest life that it may have is told once, with its end", async () => {
  expect((await kept([{ ttl: 3_600 }, { ttl: 1_800 }])).lines).toEqual([
    "The token of the vault ends in 30 min: its longest life is over. Start the process again with another KEK_TOKEN before then.",
  ]);
});

test("a vault that does not answer is asked again while the token lives, one that refuses is not", async () => {
  const away = kekErrors.unreachable("vault", "ECONNREFUSED");
  const { lines, pauses, asked } = await kept([away, { ttl: 3_600 }, away]);
  expect(pauses).toEqual([60_000, 1_800_000, 900_000]);
  expect(asked).toHaveLength(5);
  expect(lines).toEqual([
    expect.stringMatching(
      /^The token of the vault was not renewed\. The vault \(vault\) does not answer: ECONNREFUSED/,
    ),
    expect.stringMatching(
      /^The token of the vault was not renewed\. The vault \(vault\) does not answer: ECONNREFUSED/,
    ),
    expect.stringMatching(/^The token of the vault was not renewed\. The vault \(vault\) refuses: the test is over/),
  ]);
});

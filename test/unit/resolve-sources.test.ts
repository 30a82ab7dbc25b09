import { expect, test } from "vitest";
import { resolveSources } from "../../config.ts";
import type { SourceSpec } from "../../core/spec/read.ts";

const manners = { requestsPerSecond: 5, inFlight: 1 };
const source = (name: string): SourceSpec => ({
  name,
  baseUrl: { setting: `${name.toUpperCase()}_URL`, secret: false },
  auth: { header: "x-api-key", value: { setting: `${name.toUpperCase()}_API_KEY`, secret: true } },
  manners,
});
const sources = [source("shop"), source("stock")];
const set = {
  SHOP_URL: "https://shop.example.test/",
  SHOP_API_KEY: "made-up",
  STOCK_URL: "https://stock.example.test",
};

test("a source is reached by its settings, its address without a slash at the end", () => {
  const resolved = resolveSources(sources, { ...set, STOCK_API_KEY: "other" });
  expect(resolved.get("shop")).toEqual({
    name: "shop",
    baseUrl: "https://shop.example.test",
    auth: { header: "x-api-key", value: "made-up" },
    ...manners,
  });
});

test.each([
  ["a key that is missing", set, "STOCK_API_KEY"],
  ["a key that is empty", { ...set, STOCK_API_KEY: "" }, "STOCK_API_KEY"],
  ["all that is missing", { SHOP_URL: set.SHOP_URL }, "SHOP_API_KEY, STOCK_URL, STOCK_API_KEY"],
])("%s is told by its setting's name in one line, and no value is shown", (_, environment, missing) => {
  expect(() => resolveSources(sources, environment)).toThrow(
    expect.objectContaining({
      code: "config.missing",
      retryable: false,
      message: `These settings are missing: ${missing}. Set them in the environment; \`npm run demo\` sets them for its simulator.`,
    }),
  );
});

import { expect, test } from "vitest";
import { parseConfig } from "../../config.ts";
import { apiAccess } from "./access.ts";

const issuer = {
  JWT_ISSUER: "https://issuer.example.test",
  JWT_AUDIENCE: "sillage",
  JWT_KEYS_URL: "https://issuer.example.test/keys",
};

test("an issuer that is set whole verifies tokens, and without one there are keys alone", () => {
  expect(apiAccess(parseConfig(issuer)).verifyToken).toBeTypeOf("function");
  expect(apiAccess(parseConfig({})).verifyToken).toBeUndefined();
});

test.each(Object.keys(issuer))("an issuer without %s is refused", (missing) => {
  const half = Object.fromEntries(Object.entries(issuer).filter(([name]) => name !== missing));
  expect(() => apiAccess(parseConfig(half))).toThrow(
    expect.objectContaining({
      code: "config.missing",
      message:
        "Of JWT_ISSUER, JWT_AUDIENCE and JWT_KEYS_URL some are set and some are not. Set all three for access tokens, or none.",
    }),
  );
});

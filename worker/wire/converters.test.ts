import { ActivityFailure, ApplicationFailure, RetryState } from "@temporalio/common";
import { expect, test } from "vitest";
import { SillageError } from "../../core/errors.ts";
import { Sensitive } from "../../core/sensitive.ts";
import { failureConverter } from "./failure-converter.ts";
import { payloadConverter } from "./payload-converter.ts";

const marker = "Canari-Zoé";
const text = (data: Uint8Array | null | undefined): string => Buffer.from(data ?? []).toString("utf8");
const failed = (error: unknown) => failureConverter.errorToFailure(error, payloadConverter);

test.each([
  ["itself", new Sensitive(marker)],
  ["in an object", { rows: 3, client: new Sensitive(marker) }],
  ["in a list in an object", { lines: [{ by: [new Sensitive(marker)] }] }],
])("a sensitive value is refused before Temporal sees it: %s", (_, value) => {
  expect(() => payloadConverter.toPayload(value)).toThrow(
    expect.objectContaining({ code: "pii.sensitive", message: expect.not.stringContaining(marker) }),
  );
});

test("the refusal names the field, unless its name may be a person's", () => {
  expect(() => payloadConverter.toPayload({ client: new Sensitive(1) })).toThrow(
    "A sensitive value was about to be handed to Temporal as `client`. Hand over an id",
  );
  expect(() => payloadConverter.toPayload({ [marker]: new Sensitive(1) })).toThrow("handed to Temporal. Hand");
});

test("what is not sensitive crosses as it is", () => {
  for (const value of [undefined, null, 1, "text", { a: [1, { at: "2026-11-25" }] }, new Uint8Array([1, 2])]) {
    const payload = payloadConverter.toPayload(value);
    expect(payloadConverter.fromPayload(payload ?? {})).toEqual(value);
  }
  expect(text(payloadConverter.toPayload({ a: 1 })?.data)).toBe('{"a":1}');
});

test("an error of others crosses by its class alone: no message, no cause, no stack of others", () => {
  const cause = new Error(`duplicate key ${marker}`);
  const failure = failed(
    Object.assign(new TypeError(`row of ${marker}\n    at ${marker} (pg.js:1:1)`, { cause }), { detail: marker }),
  );
  expect(JSON.stringify(failure)).not.toContain(marker);
  expect(failure).toMatchObject({
    message: "An unexpected TypeError was thrown. See the worker's log.",
    applicationFailureInfo: { type: "unexpected" },
  });
  expect(failure.stackTrace).toContain("converters.test.ts");
  expect(failure.cause).toBeUndefined();
});

test("an error of ours crosses with its code and message, without its cause", () => {
  const error = { code: "db.busy", message: "Busy.", fix: "Wait.", retryable: true, cause: new Error(marker) };
  expect(failed(new SillageError(error))).toMatchObject({
    message: "Busy. Wait.",
    applicationFailureInfo: { type: "db.busy", nonRetryable: false },
  });
  expect(JSON.stringify(failed(new SillageError(error)))).not.toContain(marker);
});

test("a failure without a code of ours tells nothing of what it holds", () => {
  const failure = ApplicationFailure.create({
    message: marker,
    type: marker,
    details: [marker],
    cause: new Error(marker),
  });
  expect(JSON.stringify(failed(failure))).not.toContain(marker);
});

test("details of a coded failure stay behind, its delay and finality cross", () => {
  const failure = ApplicationFailure.create({
    message: "Refused.",
    type: "load.refused",
    nonRetryable: true,
    nextRetryDelay: 5_000,
    details: [marker],
  });
  expect(failed(failure)).toMatchObject({
    message: "Refused.",
    applicationFailureInfo: {
      type: "load.refused",
      nonRetryable: true,
      nextRetryDelay: { seconds: expect.anything() },
    },
  });
  expect(JSON.stringify(failed(failure))).not.toContain(marker);
});

test("an activity's failure keeps which it was, and its cause is made anew", () => {
  const cause = ApplicationFailure.create({ message: "Refused.", type: "load.refused", details: [marker] });
  const failure = failed(new ActivityFailure("It failed.", "openLoad", "1", RetryState.TIMEOUT, undefined, cause));
  expect(failure).toMatchObject({
    activityFailureInfo: { activityType: { name: "openLoad" } },
    cause: { message: "Refused.", applicationFailureInfo: { type: "load.refused" } },
  });
  expect(JSON.stringify(failure.cause)).not.toContain(marker);
});

test("what is thrown and is no error tells nothing of itself", () => {
  expect(failed(marker)).toMatchObject({ message: "An unexpected error was thrown. See the worker's log." });
});

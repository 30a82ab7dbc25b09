import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { errorDocument, errorOf } from "./control-error.ts";

const unexpected = () => "It failed.";

test.each(["The rate is 5.", "Two settings:\n  - a\n  - b\n"])(
  "an error crosses the control endpoint whole, what to do about it once: %j",
  (message) => {
    const error = new SillageError({ code: "a.b", message, fix: "Mend it.", retryable: true });
    const document = errorDocument(error, unexpected);
    expect(document).toEqual({ code: "a.b", message: message.trim(), fix: "Mend it.", retryable: true });
    expect(errorDocument(errorOf(document), unexpected)).toEqual(document);
  },
);

test("an error that is not ours tells no more than it may", () => {
  expect(errorDocument(new TypeError("row of Alice"), unexpected)).toEqual({
    code: "unexpected",
    message: "It failed.",
    fix: "See the logs in the data directory.",
    retryable: false,
  });
});

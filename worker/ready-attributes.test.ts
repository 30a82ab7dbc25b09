import type { Client } from "@temporalio/client";
import { expect, test } from "vitest";
import { attribute } from "../workflows/contracts/attributes.ts";
import { readyAttributes } from "./ready-attributes.ts";

/** A client whose server knows all attributes but two, and answers that it is asked to add one. */
function clientOf(answer: () => Promise<unknown>): Client {
  const known = Object.values(attribute).filter(({ name }) => !["SillageRows", "SillageHealth"].includes(name));
  const operatorService = {
    listSearchAttributes: async () => ({ customAttributes: Object.fromEntries(known.map(({ name }) => [name, 2])) }),
    addSearchAttributes: answer,
  };
  return { options: { namespace: "nights" }, connection: { operatorService } } as unknown as Client;
}

/** An error as gRPC gives it. */
const refusal = (code: number, details: string): Error =>
  Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: {} });

test("a namespace that refuses our search attributes stops the worker, with which and what to do", async () => {
  const refused = readyAttributes(clientOf(() => Promise.reject(refusal(7, "Request unauthorized"))));
  await expect(refused).rejects.toMatchObject({
    code: "temporal.no-attributes",
    message:
      'The Temporal namespace "nights" lacks search attributes (SillageHealth, SillageRows), and refuses to add them: Request unauthorized. Run `deploy/temporal-namespace.sh` with the rights of an operator.',
  });
});

test("one that somebody else added meanwhile is there", async () => {
  const added = readyAttributes(clientOf(() => Promise.reject(refusal(6, "already exists"))));
  expect(await added).toEqual(["SillageHealth", "SillageRows"]);
});

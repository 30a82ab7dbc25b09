import { beforeEach, expect, test } from "vitest";
import type { ErasureRequests } from "../../core/ports/erasure-requests.ts";

/** ErasureRequests to be tested, two living people, somebody unknown, and a way to let a person's erasure end. */
export type ErasureRequestsCase = {
  readonly erasures: ErasureRequests;
  readonly people: readonly [string, string];
  readonly unknown: string;
  readonly finish: (pid: string) => Promise<void>;
};

/** What is promised of asking for erasures. */
export function erasureRequestsContract(make: () => Promise<ErasureRequestsCase>): void {
  let given: ErasureRequestsCase;
  beforeEach(async () => {
    given = await make();
  });

  test("each person has a request of their own", async () => {
    const [first, second] = given.people;
    expect(await given.erasures.request(first, "retention")).not.toBe(await given.erasures.request(second, "request"));
  });

  test("who is asked for again while a request is under way has that one", async () => {
    const [first] = given.people;
    const id = await given.erasures.request(first, "retention");
    expect(await given.erasures.request(first, "request")).toBe(id);
  });

  test("a request names nobody", async () => {
    const [first] = given.people;
    expect(await given.erasures.request(first, "retention")).not.toContain(first);
  });

  test("nobody is erased who is unknown, or was erased", async () => {
    const [first] = given.people;
    await given.erasures.request(first, "retention");
    await given.finish(first);
    for (const pid of [given.unknown, first])
      await expect(given.erasures.request(pid, "retention")).rejects.toMatchObject({ code: "pii.unknown-person" });
  });
}

import { createApiKey } from "../../api/keys.ts";
import type { TestDemo } from "./demo.ts";

/** A caller of the reveal service of a stack, with a key of its own. */
export type RevealCaller = {
  readonly id: string;
  /** POST with a body, GET without. */
  readonly ask: (path: string, body?: object) => Promise<{ readonly response: Response; readonly text: string }>;
};

/** Make a key on a stack, and ask with it. */
export async function revealCaller(night: TestDemo): Promise<RevealCaller> {
  const { token, record } = createApiKey({
    environment: "dev",
    label: "tests",
    scopes: ["pii:reveal"],
    days: 1,
    now: new Date(),
  });
  await night.demo.control("addApiKey", record);
  return {
    id: `key:${record.id}`,
    async ask(path, body) {
      const response = await fetch(`${night.demo.runtime.listening.apiUrl}/api/v1/reveals${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { response, text: await response.text() };
    },
  };
}

/** Why the tests ask. */
export const exampleGround = {
  fields: ["clients.email", "clients.lastName"],
  purpose: "guest-relations",
  ticket: "T-42",
  reason: "raison d'exemple",
};

/** Ask for many people's values as one caller, and approve it as another: the id of the bulk reveal. */
export async function approvedBulk(
  asker: RevealCaller,
  approver: RevealCaller,
  pids: readonly string[],
): Promise<string> {
  const asked = await asker.ask("/bulk", { ...exampleGround, pids });
  const { id }: { id: string } = JSON.parse(asked.text);
  await approver.ask(`/bulk/${id}/approve`, {});
  return id;
}

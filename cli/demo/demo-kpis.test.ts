import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { demoKpis } from "./demo-kpis.ts";

/** Three KPIs asked of an API that answers all of them alike. */
async function asked(status: number, body: unknown) {
  const server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const control = async <Answer>(): Promise<Answer> => null as Answer;
  const listening = { apiUrl: `http://127.0.0.1:${port}`, eventUrl: undefined };
  return demoKpis({
    control,
    ponton: { world: { clock: Date.parse("2026-05-02T00:00:00Z") } },
    runtime: { listening },
  }).finally(() => server.close());
}

test("a KPI that the API does not answer fails the demo", async () => {
  await expect(asked(503, { title: "no data yet" })).rejects.toMatchObject({
    code: "demo.no-kpi",
    message:
      "The KPI API answered 503 to /api/v1/kpi/revenue. See `npm run sillage -- status` for what is not loaded or built, then start the demo again: it goes on from there.",
  });
});

test("answers are shown with their rows and how fresh they are", async () => {
  const row = { period: "2026-05-01", gross: 12 };
  const kpis = await asked(200, { data: [row], meta: { dataAsOf: "2026-05-02T00:00:00.000Z" } });
  expect(kpis.map(({ key }) => key)).toEqual(["revenue", "revenue-by-territory", "top-clients"]);
  expect(kpis[0]).toEqual({ key: "revenue", dataAsOf: "2026-05-02T00:00:00.000Z", rows: [row] });
});

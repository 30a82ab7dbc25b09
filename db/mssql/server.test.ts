import { expect, test } from "vitest";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { serverPort } from "./server.ts";
import type { SqlSession } from "./session.ts";

test("a server that does not list its own database says what is missing, not that all is well", async () => {
  const blind: SqlSession = {
    describe: () => "SQL Server",
    query: async () => [],
    read: async () => [],
    exec: async () => undefined,
    bulk: async () => undefined,
    transaction: (work) => work(blind),
    close: async () => undefined,
  };
  await expect(serverPort(blind, sampleDeployment.graph.spec).suitability()).rejects.toMatchObject({
    code: "db.denied",
    message: expect.stringMatching(/^The server does not list its own database in sys\.databases\. Give the login/),
  });
});

import { expect, test } from "vitest";
import { connectionSettings } from "./connection-settings.ts";
import { driverConfig } from "./driver-config.ts";

const configOf = (url: string, role: "ingestion" | "api" = "ingestion") => driverConfig(connectionSettings(url), role);

test("the driver is given an encrypted session that checks the certificate and aborts at the first error", () => {
  expect(configOf("mssql://sillage:p%40ss@db.example.test/sales")).toMatchObject({
    server: "db.example.test",
    port: 1433,
    database: "sales",
    connectionTimeout: 30_000,
    authentication: { type: "default", options: { userName: "sillage", password: "p@ss" } },
    options: { encrypt: true, trustServerCertificate: false, abortTransactionOnError: true, appName: "sillage" },
  });
});

test("TDS 8 and a connection in clear reach the driver as the URL asks for them", () => {
  const encryption = (query: string) => configOf(`mssql://a:b@db.example.test/sales?${query}`).options?.encrypt;
  expect([encryption("encrypt=strict"), encryption("encrypt=false")]).toEqual(["strict", false]);
});

test("the pool waits for a connection longer than the driver does, whatever the URL grants it", () => {
  const { pool, connectionTimeout } = configOf("mssql://a:b@db.example.test/sales?connectTimeout=90000");
  expect(connectionTimeout).toBe(90_000);
  expect(pool).toMatchObject({ createTimeoutMillis: 91_000, acquireTimeoutMillis: 180_000 });
});

test("ingestion may take minutes over a statement, the API half one; a setting wins over both", () => {
  const url = "mssql://a:b@db.example.test/sales";
  expect(configOf(url).requestTimeout).toBe(600_000);
  expect(configOf(url, "api").requestTimeout).toBe(30_000);
  expect(configOf(`${url}?requestTimeout=7`, "api").requestTimeout).toBe(7);
});

test.each([
  ["mssql://h/d?auth=default", { type: "azure-active-directory-default", options: {} }],
  [
    "mssql://cid@h/d?auth=managed-identity",
    { type: "azure-active-directory-msi-app-service", options: { clientId: "cid" } },
  ],
  [
    "mssql://cid:sec@h/d?auth=service-principal&tenant=ten",
    {
      type: "azure-active-directory-service-principal-secret",
      options: { clientId: "cid", clientSecret: "sec", tenantId: "ten" },
    },
  ],
  ["mssql://:tok@h/d?auth=access-token", { type: "azure-active-directory-access-token", options: { token: "tok" } }],
])("Entra ID reaches the driver: %s", (url, authentication) => {
  expect(configOf(url).authentication).toEqual(authentication);
});

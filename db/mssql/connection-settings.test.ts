import { expect, test } from "vitest";
import { connectionSettings, isMssqlUrl } from "./connection-settings.ts";

const at = "db.example.test:14330/sales";
const refused = (url: string): string => {
  try {
    connectionSettings(url);
  } catch (error) {
    expect(error).toMatchObject({ code: "db.url", retryable: false });
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
};

test("a URL with a SQL login is encrypted, checks the certificate and leaves timeouts to the role", () => {
  expect(isMssqlUrl(`mssql://ann:x@${at}`)).toBe(true);
  expect(isMssqlUrl("postgres://db.example.test/sales")).toBe(false);
  expect(connectionSettings("mssql://sillage:s3cret@db.example.test/sales")).toEqual({
    host: "db.example.test",
    port: 1433,
    database: "sales",
    login: { kind: "sql", user: "sillage", password: "s3cret" },
    encrypt: true,
    trustServerCertificate: false,
    applicationName: "sillage",
    connectTimeoutMs: 30_000,
    requestTimeoutMs: undefined,
    pool: 10,
  });
});

test("user, password and database are percent-decoded", () => {
  const { login, database } = connectionSettings("mssql://us%40er:p%23%2F%3A%25%C3%A9@db.example.test/s%20les");
  expect(login).toEqual({ kind: "sql", user: "us@er", password: "p#/:%é" });
  expect(database).toBe("s les");
});

test("every setting can be given, IPv6 addresses too", () => {
  const query =
    "encrypt=strict&trustServerCertificate=true&applicationName=night&connectTimeout=60000&requestTimeout=5&pool=3";
  expect(connectionSettings(`mssql://a:b@[::1]:14330/sales?${query}`)).toMatchObject({
    host: "::1",
    port: 14_330,
    encrypt: "strict",
    trustServerCertificate: true,
    applicationName: "night",
    connectTimeoutMs: 60_000,
    requestTimeoutMs: 5,
    pool: 3,
  });
  expect(connectionSettings(`mssql://a:b@${at}?encrypt=false`).encrypt).toBe(false);
});

test.each([
  [`mssql://${at}?auth=default`, { kind: "default", clientId: undefined }],
  [`mssql://cid@${at}?auth=managed-identity`, { kind: "managed-identity", clientId: "cid" }],
  [
    `mssql://cid:sec@${at}?auth=service-principal&tenant=ten`,
    { kind: "service-principal", clientId: "cid", clientSecret: "sec", tenantId: "ten" },
  ],
  [`mssql://:tok.en@${at}?auth=access-token`, { kind: "access-token", token: "tok.en" }],
])("Entra ID: %s", (url, login) => {
  expect(connectionSettings(url).login).toEqual(login);
});

const shape =
  "Write mssql://user:password@host:1433/database, user and password percent-encoded (# is %23, / is %2F, @ is %40).";

test.each([
  ["nonsense", `It is no mssql:// URL with a host. ${shape}`],
  ["postgres://a:hidden@h/d", `It is no mssql:// URL with a host. ${shape}`],
  ["mssql://a:hid#den@h/d", `It is no mssql:// URL with a host. ${shape}`],
  ["mssql://a:hidden@h", "It names no database. End it with /<database>."],
  ["mssql://a:hidden%@h/d", `Its password is not percent-encoded. ${shape}`],
  ["mssql://a@h/d", `auth=sql needs a password. ${shape}`],
  ["mssql://:hidden@h/d", `auth=sql needs a user. ${shape}`],
  ["mssql://a:hidden@h/d?auth=service-principal", `auth=service-principal needs a tenant parameter. ${shape}`],
  ["mssql://h/d?auth=service-principal", `auth=service-principal needs a user (the client id). ${shape}`],
  ["mssql://h/d?auth=access-token", `auth=access-token needs a password (the token). ${shape}`],
  [
    "mssql://a:hidden@h/d?auth=Active%20Directory%20Default",
    'The auth "Active Directory Default" is not known. Use sql, default, managed-identity, service-principal or access-token.',
  ],
  [
    "mssql://a:hidden@h/d?ssl=1",
    'The parameter "ssl" is not known. Use auth, tenant, encrypt, trustServerCertificate, applicationName, connectTimeout, requestTimeout, pool.',
  ],
  ["mssql://a:hidden@h/d?encrypt=yes", "encrypt is neither true nor false. Write true or false."],
  [
    "mssql://a:hidden@h/d?pool=0",
    "pool is no whole number above 0. Timeouts are milliseconds, the pool is connections.",
  ],
])("what cannot be used is refused without showing the URL: %s", (url, why) => {
  const message = refused(url);
  expect(message).toBe(`The database's URL is not usable: ${why}`);
  expect(message).not.toContain("hid");
});

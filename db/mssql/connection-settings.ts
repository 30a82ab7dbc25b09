import { SillageError } from "../../core/errors.ts";

/** How to prove who we are: a SQL login, or Entra ID in one of four ways. */
export type Login =
  | { readonly kind: "sql"; readonly user: string; readonly password: string }
  | { readonly kind: "default" | "managed-identity"; readonly clientId: string | undefined }
  | {
      readonly kind: "service-principal";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tenantId: string;
    }
  | { readonly kind: "access-token"; readonly token: string };

/** Where a SQL Server is and how it is talked to. */
export type ConnectionSettings = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: Login;
  /** `strict` is TDS 8: encrypted before the first byte of TDS. */
  readonly encrypt: boolean | "strict";
  readonly trustServerCertificate: boolean;
  readonly applicationName: string;
  /** Milliseconds to connect; a serverless database that resumes needs 30,000 and more. */
  readonly connectTimeoutMs: number;
  /** Milliseconds a statement may take; undefined leaves it to the process's role. */
  readonly requestTimeoutMs: number | undefined;
  /** Connections at most. */
  readonly pool: number;
};

const parameters = [
  "auth",
  "tenant",
  "encrypt",
  "trustServerCertificate",
  "applicationName",
  "connectTimeout",
  "requestTimeout",
  "pool",
] as const;
type Parameter = (typeof parameters)[number];
type Asked = (name: Parameter) => string | undefined;

/** True for a URL that names SQL Server or Azure SQL. */
export const isMssqlUrl = (url: string): boolean => url.startsWith("mssql://");

/**
 * Read `mssql://user:password@host:1433/database?auth=sql&encrypt=true`, by our own parsing: a driver's would leave a
 * password percent-encoded and take an unknown `auth` for a SQL login. Throws `db.url`, which never shows the URL.
 */
export function connectionSettings(url: string): ConnectionSettings {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== "mssql:" || parsed.hostname === "")
    throw unusable("It is no mssql:// URL with a host", percentFix);
  const asked = askedOf(parsed);
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: parsed.port === "" ? 1433 : Number(parsed.port),
    database: databaseOf(parsed),
    login: loginOf(parsed, asked),
    encrypt: asked("encrypt") === "strict" ? "strict" : truth(asked, "encrypt", true),
    trustServerCertificate: truth(asked, "trustServerCertificate", false),
    applicationName: asked("applicationName") ?? "sillage",
    connectTimeoutMs: count(asked, "connectTimeout") ?? 30_000,
    requestTimeoutMs: count(asked, "requestTimeout"),
    pool: count(asked, "pool") ?? 10,
  };
}

function askedOf({ searchParams }: URL): Asked {
  for (const name of searchParams.keys())
    if (!parameters.some((known) => known === name))
      throw unusable(`The parameter "${name}" is not known`, `Use ${parameters.join(", ")}.`);
  return (name) => searchParams.get(name) ?? undefined;
}

function databaseOf({ pathname }: URL): string {
  const database = decoded(pathname.slice(1), "database");
  if (database === "") throw unusable("It names no database", "End it with /<database>.");
  return database;
}

function loginOf({ username, password }: URL, asked: Asked): Login {
  const [user, secret] = [decoded(username, "user"), decoded(password, "password")];
  const auth = asked("auth") ?? "sql";
  switch (auth) {
    case "sql":
      return { kind: "sql", user: required(user, "user", auth), password: required(secret, "password", auth) };
    case "default":
    case "managed-identity":
      return { kind: auth, clientId: user === "" ? undefined : user };
    case "service-principal":
      return {
        kind: auth,
        clientId: required(user, "user (the client id)", auth),
        clientSecret: required(secret, "password (the client secret)", auth),
        tenantId: required(asked("tenant") ?? "", "tenant parameter", auth),
      };
    case "access-token":
      return { kind: auth, token: required(secret, "password (the token)", auth) };
    default:
      throw unusable(
        `The auth "${auth}" is not known`,
        "Use sql, default, managed-identity, service-principal or access-token.",
      );
  }
}

function required(value: string, what: string, auth: string): string {
  if (value === "") throw unusable(`auth=${auth} needs a ${what}`, percentFix);
  return value;
}

function truth(asked: Asked, name: Parameter, otherwise: boolean): boolean {
  const text = asked(name);
  if (text === undefined) return otherwise;
  if (text === "true" || text === "false") return text === "true";
  throw unusable(`${name} is neither true nor false`, "Write true or false.");
}

function count(asked: Asked, name: Parameter): number | undefined {
  const text = asked(name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw unusable(`${name} is no whole number above 0`, "Timeouts are milliseconds, the pool is connections.");
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unusable(`Its ${what} is not percent-encoded`, percentFix);
  }
}

const percentFix =
  "Write mssql://user:password@host:1433/database, user and password percent-encoded (# is %23, / is %2F, @ is %40).";

const unusable = (what: string, fix: string): SillageError =>
  new SillageError({ code: "db.url", message: `The database's URL is not usable: ${what}.`, fix });

import type { config } from "mssql";
import type { ConnectionAuthentication } from "tedious";
import type { DatabaseRole } from "../database-role.ts";
import { longestAnswerMs } from "../longest-answer.ts";
import type { ConnectionSettings, Login } from "./connection-settings.ts";

/** Milliseconds a statement may take, by role. */
const requestTimeoutMs = { ingestion: 600_000, api: longestAnswerMs } as const;

/** What mssql and tedious are given. The certificate is checked and the session aborts its transaction at the first error, which is off by default. */
export const driverConfig = (settings: ConnectionSettings, role: DatabaseRole): config => ({
  server: settings.host,
  port: settings.port,
  database: settings.database,
  connectionTimeout: settings.connectTimeoutMs,
  requestTimeout: settings.requestTimeoutMs ?? requestTimeoutMs[role],
  validateConnection: "socket",
  pool: {
    max: settings.pool,
    min: 0,
    // The pool's own limit is 30 s whatever the driver's is: the driver's, which says what it was, is to come first.
    createTimeoutMillis: settings.connectTimeoutMs + 1_000,
    acquireTimeoutMillis: settings.connectTimeoutMs * 2,
  },
  authentication: authenticationOf(settings.login),
  options: {
    encrypt: settings.encrypt,
    trustServerCertificate: settings.trustServerCertificate,
    appName: settings.applicationName,
    abortTransactionOnError: true,
    datefirst: 1,
    useUTC: true,
    lowerCaseGuids: true,
    // Temporal retries whole transactions with patience; three tries in a second and a half are neither here nor there.
    maxRetriesOnTransientErrors: 0,
  },
});

function authenticationOf(login: Login): ConnectionAuthentication {
  switch (login.kind) {
    case "sql":
      return { type: "default", options: { userName: login.user, password: login.password } };
    case "default":
      return { type: "azure-active-directory-default", options: client(login.clientId) };
    case "managed-identity":
      return { type: "azure-active-directory-msi-app-service", options: client(login.clientId) };
    case "service-principal":
      return {
        type: "azure-active-directory-service-principal-secret",
        options: { clientId: login.clientId, clientSecret: login.clientSecret, tenantId: login.tenantId },
      };
    case "access-token":
      return { type: "azure-active-directory-access-token", options: { token: login.token } };
  }
}

const client = (clientId: string | undefined) => (clientId === undefined ? {} : { clientId });

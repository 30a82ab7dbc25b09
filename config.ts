import { z } from "zod";
import { accessSettings } from "./config-access.ts";
import { SillageError } from "./core/errors.ts";
import type { SettingRef, SourceSpec } from "./core/spec/read.ts";

/** A database by URL; which engine it is, `db/open-database.ts` decides. */
const databaseProtocol = /^(?:postgres(?:ql)?|mssql)$/;

/** Every setting of the product, with its default. The README's table is generated from this schema. */
export const configSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: databaseProtocol })
    .optional()
    .describe(
      "PostgreSQL, SQL Server or Azure SQL (`mssql://`) that receives the tables. Without it, an embedded PGlite in the data directory.",
    ),
  IDENTITY_DATABASE_URL: z
    .url({ protocol: databaseProtocol })
    .optional()
    .describe(
      "PostgreSQL, SQL Server or Azure SQL of the identity store (people and wrapped keys). Without it, a second PGlite directory.",
    ),
  TEMPORAL_ADDRESS: z
    .string()
    .optional()
    .describe("A running Temporal server, `host:port`. Without it, the development stack starts one."),
  TEMPORAL_NAMESPACE: z.string().default("default").describe("Temporal namespace."),
  TEMPORAL_ENCRYPT_PAYLOADS: z
    .stringbool()
    .default(false)
    .describe(
      "Seal what Temporal is told, although nothing personal is in it; its Web UI then needs `sillage codec`. The same for every process.",
    ),
  TEMPORAL_CODEC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, "not 32 bytes in base64")
    .optional()
    .describe(
      "32 random bytes in base64 that payloads are sealed under (secret). Without it, a root key of the identity store, which must then be on a server.",
    ),
  TEMPORAL_UI_URL: z
    .url()
    .optional()
    .describe("Temporal's Web UI, for links to it. Without it, that of the development stack's own server."),
  S3_ENDPOINT: z
    .url()
    .optional()
    .describe("S3 endpoint; absent for AWS itself, or for the development stack's own server."),
  S3_BUCKET: z.string().default("sillage").describe("Bucket of landed objects."),
  S3_REGION: z.string().default("us-east-1").describe("Region of the bucket."),
  S3_ACCESS_KEY: z.string().optional().describe("Access key of the bucket (secret)."),
  S3_SECRET_KEY: z.string().optional().describe("Secret key of the bucket (secret)."),
  INGESTION_TRIGGER: z
    .enum(["run", "event"])
    .default("run")
    .describe("What starts an ingestion: the run itself, or the object-created event only."),
  LANDING_GRACE_SECONDS: z.coerce
    .number()
    .min(0)
    .default(60)
    .describe("How long a run's own manifest is left to its run before the landing sensor takes it, in seconds."),
  LANDING_LIST_SECONDS: z.coerce
    .number()
    .positive()
    .default(60)
    .describe("How often the landing sensor lists the bucket, in seconds."),
  EVENT_TOKEN: z.string().min(16).optional().describe("Unguessable last part of the object-event URL (secret)."),
  ALERTS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Webhook that is told of assets that become late or failing, and when they recover (secret). Without it, nobody is.",
    ),
  ALERTS_FORMAT: z
    .enum(["generic", "slack"])
    .default("generic")
    .describe("What the webhook is sent: plain JSON, or what Slack's incoming webhooks take."),
  RECONCILE_MAX_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe("Greatest share of a table's rows that one reconciliation may find vanished."),
  DRIFT_NIGHTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe("Nights in which all of a table's history is read again, a share each, to find what no pass brought."),
  DRIFT_PAUSED: z.enum(["true", "false"]).default("false").describe("Read no history again until it is set back."),
  DRIFT_MAX_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe(
      "Greatest share of re-read rows that may differ from what is stored, or be missing; past it nothing of them is merged. Ten rows always may.",
    ),
  QUARANTINE_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.001)
    .describe("Greatest share of a load's rows that may go to quarantine; past it the load is refused."),
  QUARANTINE_ROWS: z.coerce
    .number()
    .int()
    .min(0)
    .default(100)
    .describe("Rows of a load that may always go to quarantine, whatever their share."),
  MERGE_FACTOR: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(4)
    .describe(
      "How many times the throttle's rate merges are paced at in a database that is made; `sillage throttle --merge-factor` changes it live.",
    ),
  RUNS_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(400)
    .describe(
      "How long runs, daily figures of their steps, run keys of sensors and ended backfills are kept, in days.",
    ),
  RUN_STEPS_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(90)
    .describe(
      "How long each step of a run is kept, in days; older ones are summed up by asset and day, and evaluations of conditions go with them. What changed nothing is summed up after two weeks.",
    ),
  REVEALS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(1)
    .default(50)
    .describe(
      "Reveals an hour by one caller (refusals count, what does not open does not), and of one person; more are refused, and told to `ALERTS_URL`.",
    ),
  EXTRACT_PROCESSES: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe(
      "How many processes read sources at once (the runtime is one, each `worker` with the role extract one): each asks a source at its share of the rate. Set it to the same number for all of them; `sillage doctor` says when there are more.",
    ),
  PART_BYTES: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(64_000_000)
    .default(8_000_000)
    .describe(
      "Bytes of JSON Lines after which a part is landed; a part is in memory whole while it is written and read.",
    ),
  API_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe("Port of the KPI API; the next free one when it is taken."),
  LOOK_AHEAD_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(300)
    .describe(
      "How often the API sees whether assets changed, to ask dashboards that were looked at within eight days again before anybody comes. 0: never; a database that may pause sleeps longer then.",
    ),
  API_HOST: z.string().default("127.0.0.1").describe("Address that the API listens on."),
  ...accessSettings,
  METRICS_ADDRESS: z
    .string()
    .regex(/^\S+:\d{1,5}$/)
    .optional()
    .describe(
      "`host:port` on which a process with workers answers Prometheus at `/metrics`, one for each process. Without it, no metrics.",
    ),
  SILLAGE_ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9]+$/)
    .default("dev")
    .describe("Name of the environment, part of API keys."),
  SILLAGE_DEPLOYMENT: z
    .string()
    .default("sillage")
    .describe("Identifier bound to every sealed value. Never change it once data is sealed."),
  ALIAS_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, "not 32 bytes in base64")
    .optional()
    .describe(
      "32 random bytes in base64 that people's aliases are made with; another key makes other aliases (secret). Without it, a root key of the identity store, which the API then opens, with the key directory.",
    ),
  ERASURE_UNLINK_FACTS: z
    .stringbool()
    .default(false)
    .describe(
      "Give each fact of an erased person a pseudonym of its own, so that none leads to another; counts by person then take one visitor of ten visits for ten. The same for every process.",
    ),
  KEK_PROVIDER: z
    .enum(["local", "azure", "aws", "vault"])
    .default("local")
    .describe(
      "Vault whose key wraps all others: a file (never for production), Azure Key Vault, AWS KMS, or HashiCorp Vault's transit engine.",
    ),
  KEK_KEY: z
    .string()
    .regex(/^[\w:/-]+$/)
    .default("sillage")
    .describe("Name of that key in the vault; for AWS also an alias, id or ARN. Keys of epochs are named after it."),
  KEK_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "The vault's address: needed for Azure Key Vault and HashiCorp Vault; for AWS only where it is not its own.",
    ),
  KEK_TOKEN: z.string().optional().describe("Token of HashiCorp Vault (secret); renewed while it may be."),
  KEK_MOUNT: z
    .string()
    .regex(/^[\w/-]+$/)
    .default("transit")
    .describe("Where HashiCorp Vault's transit engine is mounted."),
  KEK_ALLOW_LOCAL: z
    .stringbool()
    .default(false)
    .describe("Let a file wrap keys although `SILLAGE_ENVIRONMENT` begins with `prod`."),
  KEK_PASSPHRASE: z
    .string()
    .min(12)
    .optional()
    .describe("Passphrase of the local key files, from their making on (secret)."),
  KEK_DIRECTORY: z
    .string()
    .optional()
    .describe("Directory of the local key files. Default: `keys/` in the data directory."),
});

/** The configuration, parsed once. */
export type Config = z.infer<typeof configSchema>;
/** The process's environment, as handed over by a composition root. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parse the settings. Throws `config.invalid` with every bad setting at once, never showing a value. */
export function parseConfig(environment: Environment): Config {
  const parsed = configSchema.safeParse(environment);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => `  - ${issue.path.join(".")}: ${issue.message}`);
  throw new SillageError({
    code: "config.invalid",
    message: `Some settings are not usable:\n${problems.join("\n")}\n`,
    fix: "Set them in the environment; the README lists every setting.",
  });
}

/** The process's own environment; a variable that is set to nothing counts as not set. */
export const processEnvironment = (): Environment =>
  Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));

/** Sources with their settings resolved. Throws `config.missing` with all that is missing at once. */
export function resolveSources(sources: readonly SourceSpec[], environment: Environment) {
  const missing = sources
    .flatMap((source) => [source.baseUrl, ...(source.auth === undefined ? [] : [source.auth.value])])
    .filter((reference) => !environment[reference.setting]);
  if (missing.length > 0)
    throw new SillageError({
      code: "config.missing",
      message: `These settings are missing: ${missing.map((reference) => reference.setting).join(", ")}.`,
      fix: "Set them in the environment; `npm run demo` sets them for its simulator.",
    });
  const valueOf = (reference: SettingRef): string => environment[reference.setting] ?? "";
  return new Map(
    sources.map((source) => [
      source.name,
      {
        name: source.name,
        baseUrl: valueOf(source.baseUrl).replace(/\/$/, ""),
        ...source.manners,
        ...(source.auth && { auth: { header: source.auth.header, value: valueOf(source.auth.value) } }),
      },
    ]),
  );
}

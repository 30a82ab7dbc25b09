import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { forms, freeNames, inputForms, type Form } from "./forms.ts";
import { refuseInputs } from "./refuse-inputs.ts";

const marker = "Zoé Canari";
const refusal = (...inputs: readonly unknown[]) => {
  try {
    refuseInputs("openLoad", inputs);
    return undefined;
  } catch (error) {
    return error;
  }
};

test("a text that is no id is refused: where is told, what is not", () => {
  expect(refusal({ rows: 1, parts: [{ loadId: "01M8G22M60FQR5JRK09ZZYHMMB" }, { loadId: marker }] })).toMatchObject({
    code: "input.refused",
    retryable: false,
    message:
      "The input of openLoad is refused: [0].parts[1].loadId is no id (10 characters). Hand over ids, dates and numbers; what a person wrote is read where it is kept.",
  });
});

test.each([
  ["under a name that nobody declared", { clients: marker }],
  ["as the input itself", marker],
  ["in a list", ["bookings", marker]],
  ["an address", { table: "zoe@example.org" }],
  ["a phone number", { loadId: "+33639980001" }],
  ["where an instant belongs", { at: "clients" }],
  ["where a mark belongs", { watermark: "clients" }],
  ["as a mark set by hand", { mark: "zoe@example.org" }],
  ["in a selection", { selection: "zoe@example.org" }],
  ["as the name of a field", { [marker]: 1 }],
])("a free text is refused %s", (_, input) => {
  expect(refusal("bookings", input)).toMatchObject({
    code: "input.refused",
    message: expect.not.stringMatching(/Zo|@example|3363/i),
  });
});

test("ids, instants, marks, numbers, selections and nothing at all pass", () => {
  const input = {
    job: "auto-revenue_daily",
    selection: "bookings or visits_daily and kind:table+",
    at: "2026-08-16T02:00:00.000Z",
    day: "2026-08-16",
    watermark: "184467440737",
    since: null,
    asset: undefined,
    full: true,
    materials: { clients: "01M8G22M60FQR5JRK09ZZYHMMB" },
    manifestKey: "v1/inbox/clients/dt=2026-11-28/load=01M8G22M60FQR5JRK09ZZYHMMB/_manifest.json",
    key: "inbox/clients/été 2026.csv",
  };
  expect(refusal(input)).toBeUndefined();
});

const personal = [marker, "zoe.canari@example.org", "+33639980001", "12 rue des Canaris", "06 39 98 00 01"];

test("a bare word, which a surname is, is no id that is made", () => {
  expect(refusal({ loadId: "Exemple" })).toMatchObject({ code: "input.refused" });
  expect(refusal({ table: "clients", loadId: "01M8G22M60FQR5JRK09ZZYHEXP", request: "", runId: null })).toBeUndefined();
});

test.each(["token", "instant", "mark"] as const)("no %s is a person's text", (form) => {
  expect(personal.filter((text) => forms[form].test(text))).toEqual([]);
});

test("every name that takes any text is listed with why it may", () => {
  const isFree = (form: Form): boolean => form === "words";
  expect(
    [...inputForms]
      .filter(([, form]) => isFree(form))
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(freeNames).sort());
});

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Files that declare what workflows, signals, updates and activities are given. */
const declaring = [
  "workflows/contracts",
  "workflows",
  "activities",
  "core/ports/asset-entities.ts",
  "core/objects-told.ts",
  "core/backfill/track.ts",
].flatMap((place) =>
  place.endsWith(".ts")
    ? [place]
    : readdirSync(`${root}${place}`)
        .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
        .map((file) => `${place}/${file}`),
);

test.each(declaring)("every text that %s declares has a form", (file) => {
  const declared = readFileSync(`${root}${file}`, "utf8").matchAll(
    /readonly (?<name>\w+)\??: (?:readonly )?(?:string|ReadonlyMap<string, string>)\b/g,
  );
  expect([...declared].map(({ groups }) => groups?.["name"] ?? "").filter((name) => !inputForms.has(name))).toEqual([]);
});

/** Every input in a recorded history, with who was given it. */
function* inputsOf(history: string): Generator<readonly [receiver: string, inputs: readonly unknown[]]> {
  const told: { readonly history: { readonly events: readonly Record<string, Given>[] } } = JSON.parse(history);
  for (const event of told.history.events)
    for (const given of Object.values(event)) {
      const receiver = given.activityType?.name ?? given.workflowType?.name ?? given.acceptedRequest?.input?.name;
      const payloads = given.input?.payloads ?? given.acceptedRequest?.input?.args?.payloads ?? [];
      if (receiver !== undefined)
        yield [receiver, payloads.flatMap(({ data }) => (data === undefined ? [] : [parsed(data)]))];
    }
}
type Payloads = { readonly payloads?: readonly { readonly data?: string }[] };
type Given = {
  readonly activityType?: { readonly name: string };
  readonly workflowType?: { readonly name: string };
  readonly input?: Payloads;
  readonly acceptedRequest?: { readonly input?: { readonly name: string; readonly args?: Payloads } };
};
const parsed = (data: string): unknown => JSON.parse(Buffer.from(data, "base64").toString("utf8"));

const histories = `${root}test/histories/`;
test.each(readdirSync(histories))("every input of the recorded %s passes", (file) => {
  const given = [...inputsOf(readFileSync(`${histories}${file}`, "utf8"))];
  expect(given.length).toBeGreaterThan(0);
  for (const [receiver, inputs] of given) refuseInputs(receiver, inputs);
});

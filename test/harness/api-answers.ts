import { Answers, has, type Asked, type SeenAnswers } from "./seen-answers.ts";

type Document = {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: { readonly 200?: { readonly content: object } } } }>
  >;
};
/** What stands for a name in a path: every one that there is. */
type Names = { readonly assets: readonly string[]; readonly runs: readonly string[] };

const nobodys = "0190f0e2-0000-7000-8000-000000000000";

/** Every answer of the API to who asks: each operation with every asset and run that there is, with a key that reads all but what is revealed, as JSON and as CSV; wrongly asked, and without a key. */
export async function apiAnswers(apiUrl: string, token: string): Promise<SeenAnswers> {
  const answers = new Answers(apiUrl);
  const headers = { authorization: `Bearer ${token}` };
  const read = async <Body>(path: string): Promise<Body> =>
    JSON.parse(await answers.ask({ path, headers, fits: has(200) }));
  const document = await read<Document>("/openapi.json");
  const listed = async <Row>(path: string) => (await read<{ readonly data: readonly Row[] }>(path)).data;
  const names = {
    assets: (await listed<{ readonly key: string }>("/api/v1/assets")).map(({ key }) => key),
    runs: (await listed<{ readonly id: string }>("/api/v1/runs")).map(({ id }) => id.slice("run/".length)),
  };
  for (const path of ["/", "/docs", "/healthz", "/readyz"]) await answers.ask({ path, fits: has(200) });
  await answers.ask({ path: "/nowhere", headers, fits: has(404) });
  for (const one of Object.entries(document.paths).flatMap((operation) => askedOf(operation, names, headers)))
    await answers.ask(one);
  return answers.seen;
}

function askedOf(
  [path, { get }]: readonly [string, Document["paths"][string]],
  names: Names,
  headers: Readonly<Record<string, string>>,
): readonly Asked[] {
  const content = get?.responses[200]?.content ?? {};
  // A stream of events has no end.
  if (get === undefined || "text/event-stream" in content) return [];
  const told = (status: number) => has(path.startsWith("/api/v1/reveals/") ? 403 : status);
  return filled(path, names).flatMap((place) => [
    { path: place, headers, fits: told(200) },
    ...("text/csv" in content
      ? [{ path: `${place}?limit=1000`, headers: { ...headers, accept: "text/csv" }, fits: told(200) }]
      : []),
    { path: `${place}?from=never`, headers, fits: told(400) },
    { path: place, fits: has(401) },
  ]);
}

/** The path with each name that it may have. */
function filled(path: string, { assets, runs }: Names): readonly string[] {
  const [, name] = /\{(\w+)\}/.exec(path) ?? [];
  if (name === undefined) return [path];
  const all = name === "key" ? assets : path.startsWith("/api/v1/runs/") ? runs : [nobodys];
  return all.map((one) => path.replace(`{${name}}`, encodeURIComponent(one)));
}

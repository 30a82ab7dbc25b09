/** Everything that links lead to from some addresses on, by address; of each page, each kind of query once. Pages of the API's documentation are left out. */
export async function crawl(
  ask: (path: string) => Promise<Response>,
  from: readonly string[],
): Promise<ReadonlyMap<string, Response>> {
  const [answers, kinds, open] = [new Map<string, Response>(), new Set<string>(), [...from]];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const { pathname, searchParams } = new URL(path, "http://pages");
    const kind = `${pathname} ${[...searchParams.keys()].toSorted().join(" ")}`;
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    const answer = await ask(path);
    answers.set(path, answer);
    for (const [, link = ""] of (await answer.clone().text()).matchAll(/(?:href|src)="(\/[^"#]*)/g))
      if (!link.startsWith("/docs/")) open.push(link.replaceAll("&amp;", "&"));
  }
  return answers;
}

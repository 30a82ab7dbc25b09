/** What is asked of an API with one key: the answer's status and its body, read as JSON. */
export type Asked<Body> = { readonly status: number; readonly body: Body };

/** Ask an API with a key; a body makes it an order. */
export const askWithKey =
  (origin: string, key: string) =>
  async <Body>(method: "GET" | "POST" | "PUT" | "PATCH", path: string, body?: object): Promise<Asked<Body>> => {
    const answer = await fetch(new URL(`/api/v1/${path}`, origin), {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

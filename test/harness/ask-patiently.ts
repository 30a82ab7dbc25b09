const mostTries = 20;

/** Ask a server of ours, again after its `Retry-After` where it says that one asks too much: a refusal would hide the answer. */
export async function askPatiently(url: string, init: RequestInit = {}): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
    if (response.status !== 429 || tries === mostTries) return response;
    await response.arrayBuffer();
    await new Promise((done) => setTimeout(done, 1_000 * Number(response.headers.get("retry-after") ?? 1)));
  }
}

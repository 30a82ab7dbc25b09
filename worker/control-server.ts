import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { SillageError } from "../core/errors.ts";
import { errorDocument } from "./control-error.ts";

/** Calls that commands may make to a running runtime, by name. */
export type ControlCalls = { readonly [name: string]: (...args: never[]) => Promise<unknown> };

/** Where a runtime's control endpoint is; kept in `control.json` of the data directory, readable by its owner only. */
export type ControlFile = { readonly url: string; readonly token: string };

/** Serve calls on loopback to holders of the token: the embedded database has one owner, and commands reach it through this. */
export async function startControl(
  dataDir: string,
  calls: ControlCalls,
): Promise<{ readonly stop: () => Promise<void> }> {
  const token = randomBytes(32).toString("base64url");
  const server = createServer((request, response) => {
    void answer(request).then(
      (body) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body ?? null)),
      (error: unknown) =>
        response
          .writeHead(error instanceof SillageError ? 422 : 500, { "content-type": "application/json" })
          .end(JSON.stringify(errorDocument(error, () => "The runtime failed."))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const file = join(dataDir, "control.json");
  await mkdir(dataDir, { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify({ url: `http://127.0.0.1:${port}`, token } satisfies ControlFile), {
    mode: 0o600,
  });
  return {
    async stop() {
      await rm(file, { force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage): Promise<unknown> {
    const given = Buffer.from(request.headers.authorization ?? "");
    const wanted = Buffer.from(`Bearer ${token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      throw new SillageError({
        code: "control.refused",
        message: "The control endpoint refuses this token.",
        fix: "Use the data directory of the running stack.",
      });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { name, args }: { name: string; args: never[] } = JSON.parse(Buffer.concat(chunks).toString());
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined)
      throw new SillageError({
        code: "control.unknown",
        message: `The runtime knows no call "${name}".`,
        fix: "Use the same version of the command and of the stack.",
      });
    return call(...args);
  }
}

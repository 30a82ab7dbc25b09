import type { Command } from "commander";
import { createApiKey } from "../../api/keys.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import type { ApiKeyPort, ListedApiKey } from "../../core/ports/api-keys.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";

type Output = ReturnType<typeof outputOf>;

/** Tell a key that was made, this once. */
export const tellKey = (output: Output, { token, record }: ReturnType<typeof createApiKey>): void =>
  output.answer(
    { key: token, id: record.id, scopes: record.scopes, cidrs: record.cidrs, expiresAt: record.expiresAt },
    () => [
      token,
      `shown once; scopes ${record.scopes.join(", ")}; ${placesText(record.cidrs)}; ends ${record.expiresAt}`,
    ],
  );

/** Every key, without itself. */
export async function listKeys(_: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const keys = await withDatabase(settings, deployed, (database) => database.apiKeys());
  outputOf(command).answer(keys, () =>
    toTable(
      ["id", "label", "scopes", "from", "ends"],
      keys.map(({ id, label, scopes, cidrs, expiresAt }) => [
        id,
        label,
        scopes.join(" "),
        placesText(cidrs),
        expiresAt,
      ]),
    ),
  );
}

/** A key that takes over from another, which ends some days later. Throws `key.unknown`, `key.ended`. */
export async function rotateKey(
  id: string,
  { grace, days }: { readonly grace: number; readonly days: number },
  command: Command,
): Promise<void> {
  const settings = settingsOf(command);
  const now = new Date();
  const made = await withDatabase(settings, await loadDeployment(settings.graph), async (database) => {
    const { label, scopes, cidrs, consumer, expiresAt } = await knownKey(database, id);
    if (Date.parse(expiresAt) <= now.getTime()) throw ended(id, expiresAt);
    const environment = parseConfig(processEnvironment()).SILLAGE_ENVIRONMENT;
    const next = createApiKey({ environment, label, scopes, cidrs, consumer, days, now });
    await database.addApiKey(next.record);
    await database.endApiKey(id, new Date(now.getTime() + grace * 86_400_000).toISOString());
    return next;
  });
  tellKey(outputOf(command), made);
}

/** End a key at once. Throws `key.unknown`. */
export async function endKey(id: string, _: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const at = new Date().toISOString();
  await withDatabase(settings, await loadDeployment(settings.graph), async (database) => {
    await knownKey(database, id);
    await database.endApiKey(id, at);
  });
  outputOf(command).answer({ id, endedAt: at }, () => [`${id} ended`]);
}

async function knownKey({ apiKeys }: Pick<ApiKeyPort, "apiKeys">, id: string): Promise<ListedApiKey> {
  const known = (await apiKeys()).find((key) => key.id === id);
  if (known !== undefined) return known;
  throw new SillageError({
    code: "key.unknown",
    message: `There is no key "${id}".`,
    fix: "`sillage keys list` names them.",
  });
}

const ended = (id: string, at: string): SillageError =>
  new SillageError({
    code: "key.ended",
    message: `The key ${id} ended at ${at}.`,
    fix: "Make a new one with `sillage keys create`.",
  });

const placesText = (cidrs: readonly string[]): string => (cidrs.length === 0 ? "anywhere" : cidrs.join(" "));

import { join } from "node:path";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { newId } from "../../db/postgres/new-id.ts";
import type { DatabaseTarget } from "../../db/postgres/open-database.ts";
import type { BenchContext } from "../context.ts";
import { bareSeconds, openBare } from "../ingest/bare-recipe.ts";
import { openProduct, productSeconds } from "../ingest/product-load.ts";
import { landSales } from "../land-sales.ts";
import { grouped, median, notMeasured, percent, type Figure, type Measurement } from "../measurement.ts";

const volumes = {
  tiny: { rows: 20_000, rounds: 1 },
  small: { rows: 100_000, rounds: 2 },
  full: { rows: 500_000, rounds: 3 },
};
const leastShare = 0.7;
const goal = "at least 70 % of the bare recipe's rows/s";
const passes = ["new", "changed"] as const;

/** Landed sales, one load a pass; the bare recipe makes the same rows in memory. */
type Loads = {
  readonly rows: number;
  readonly store: ObjectStore;
  readonly kind: string;
  readonly manifests: readonly string[];
};
type Target = (name: string) => Promise<DatabaseTarget>;
/** Seconds of the product and of the bare recipe, by pass. */
type Round = readonly { readonly product: number; readonly bare: number }[];

/** JSON Lines in the store to merged rows, throttle off, beside the bare recipe on the same rows: first all new, then all changed. */
export const ingest: Measurement = {
  about: "JSON Lines in the store to merged rows, beside bare COPY and upsert from memory, on PostgreSQL and PGlite",
  async run(context) {
    const loads = await prepared(context);
    const onPostgres: Target = async (name) => ({ url: await context.newDatabase(name) });
    const onPglite: Target = async (name) => ({ directory: join(context.directory, `ingest-${name}`) });
    return [
      ...(context.noPostgres === undefined
        ? await compared("PostgreSQL", context, loads, onPostgres)
        : [notMeasured({ id: "ingest.postgresql", what: "Ingestion on PostgreSQL", goal }, context.noPostgres)]),
      ...(await compared("PGlite", context, loads, onPglite)),
    ];
  },
};

async function prepared(context: BenchContext): Promise<Loads> {
  const { rows } = volumes[context.size];
  const { kind, store } = await context.store();
  const manifests: string[] = [];
  for (const version of passes.keys())
    manifests.push((await landSales(store, newId(), (landed) => landed >= rows, version)).key);
  return { rows, store, kind, manifests };
}

async function compared(engine: string, context: BenchContext, loads: Loads, target: Target): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < volumes[context.size].rounds; round++) rounds.push(await compare(loads, target, round));
  return passes.map((pass, at) => {
    const speed = (side: "product" | "bare") =>
      loads.rows / median(rounds.map((round) => round[at]?.[side] ?? Number.NaN));
    const [product, bare] = [speed("product"), speed("bare")];
    const share = product / bare;
    return {
      id: `ingest.${engine.toLowerCase()}.${pass}`,
      what: `${engine}: JSON Lines in ${loads.kind} → merged rows, ${grouped(loads.rows)} ${pass} rows of 12 columns, throttle off (median of ${rounds.length})`,
      measured: `${grouped(product)} rows/s; bare recipe ${grouped(bare)} rows/s; ${percent(share)}`,
      goal: pass === "new" ? goal : `${goal} (said of new rows; here for comparison)`,
      met: share >= leastShare,
      values: { rowsPerSecond: product, bareRowsPerSecond: bare, share },
    };
  });
}

/** Both sides on databases of their own, turn by turn; who goes first changes each round. */
async function compare(loads: Loads, target: Target, round: number): Promise<Round> {
  const product = await openProduct(await target(`product-${round}`));
  const bare = await openBare(await target(`bare-${round}`));
  const seconds: { product: number; bare: number }[] = [];
  for (const [version, manifest] of loads.manifests.entries()) {
    const productTurn = () => productSeconds(product, loads.store, manifest, loads.rows);
    const bareTurn = () => bareSeconds(bare, `load-${version}`, loads.rows, version);
    const first = round % 2 === 0 ? await bareTurn() : await productTurn();
    const second = round % 2 === 0 ? await productTurn() : await bareTurn();
    seconds.push(round % 2 === 0 ? { bare: first, product: second } : { product: first, bare: second });
  }
  await product.close();
  await bare.close();
  return seconds;
}

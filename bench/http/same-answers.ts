import { unsound } from "../unsound.ts";

/** A row of an answer of either side. */
type AnswerRow = Readonly<Record<string, unknown>>;
/** What both sides must tell alike: rows, turnover without VAT (cents), and clients where they are told. */
type Told = { readonly rows: number; readonly cents: number; readonly clients: number };

/** Throw `bench.unsound`, with the figures of both, unless two answers to the question `what` have as many rows, turnover and clients. */
export function requireSameAnswers(what: string, ours: readonly AnswerRow[], theirs: readonly AnswerRow[]): void {
  const [our, their] = [toldBy(ours), toldBy(theirs)];
  if (JSON.stringify(our) !== JSON.stringify(their))
    throw unsound(`to "${what}" we answer ${textOf(our)}, FastAPI ${textOf(their)}`);
  if (our.rows === 0) throw unsound(`to "${what}" neither side answers anything`);
}

/** The rows that a server answers. Throws `bench.unsound` when it does not answer 200. */
export async function rowsOf(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly AnswerRow[]> {
  const response = await fetch(url, { headers });
  if (response.status !== 200) throw unsound(`${url} answered ${response.status}`);
  const { data }: { readonly data: readonly AnswerRow[] } = JSON.parse(await response.text());
  return data;
}

const toldBy = (rows: readonly AnswerRow[]): Told => ({
  rows: rows.length,
  cents: sumOf(rows, (row) => Math.round(Number(row["netOfVat"] ?? row["net"]) * 100)),
  clients: sumOf(rows, (row) => Number(row["clients"] ?? 0)),
});

const sumOf = (rows: readonly AnswerRow[], of: (row: AnswerRow) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

const textOf = ({ rows, cents, clients }: Told): string => `${rows} rows, ${cents} cents, ${clients} clients`;

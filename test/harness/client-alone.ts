import type { TableName } from "../../dev/ponton/row.ts";
import type { TestDemo } from "./demo.ts";

/** A client of the simulator's who bought and came, merged with nobody, whose address nobody else has: whoever is erased. */
export function clientAlone({ demo }: Pick<TestDemo, "demo">): { readonly id: string; readonly email: string } {
  const { world } = demo.ponton;
  const named = (table: TableName, column: string) =>
    new Set(
      world
        .shelf(table)
        .sorted()
        .map((row) => String(row[column])),
    );
  const [ordered, came] = [named("orders", "client_id"), named("visits", "client_id")];
  const mergedInto = named("clients", "merged_into_id");
  const emails = new Map<string, number>();
  const clients = world.shelf("clients").sorted();
  for (const { email } of clients) emails.set(String(email), (emails.get(String(email)) ?? 0) + 1);
  const isAlone = (row: Readonly<Record<string, unknown>>) =>
    row["merged_into_id"] == null && row["deleted_at"] == null && !mergedInto.has(String(row["id"]));
  const found = clients.find(
    (row) =>
      typeof row["email"] === "string" &&
      emails.get(row["email"]) === 1 &&
      isAlone(row) &&
      [ordered, came].every((ids) => ids.has(String(row["id"]))),
  );
  return { id: String(found?.["id"]), email: String(found?.["email"]) };
}

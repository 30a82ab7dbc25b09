import type { Random } from "./random.ts";
import { refund, refundKept } from "./refund.ts";
import type { Row, TableName } from "./row.ts";
import { stamp } from "./stamp.ts";
import type { World } from "./world.ts";

/** Rows of a table changed a day, as a share of a day's sales. Most rows are final within a day; some move weeks later. */
export function lateChanges(world: World, random: Random, from: number, span: number): void {
  const at = () => from + random.next() * span;
  const some = (table: TableName, share: number, change: (row: Row) => void): void => {
    const rows = world.shelf(table);
    const wanted = world.sales * share;
    const count = Math.min(rows.size, Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0));
    for (let turn = 0; turn < count; turn++) {
      const recent = random.chance(0.88) ? Math.max(0, rows.size - Math.ceil(world.sales * 8)) : 0;
      const row = rows.at(random.int(recent, rows.size - 1));
      if (row !== undefined && row["deleted_at"] === null) change(row);
    }
  };
  some("bookings", 0.5, (row) => endBooking(world, random, row, at()));
  some("clients", 0.1, (row) =>
    world.change("clients", row, at(), { marketing_opt_in: row["marketing_opt_in"] !== true }),
  );
  some("clients", 0.03, (row) => mergeClient(world, random, row, at()));
  some("passes", 0.1, (row) =>
    world.change("passes", row, at(), { credits_used: Math.min(10, Number(row["credits_used"]) + 1) }),
  );
  some("payments", 0.05, (row) => world.change("payments", row, at(), { status: "settled" }));
  some("orders", 0.02, (row) => world.change("orders", row, at(), { deleted_at: stamp(at()) }));
  some("order_lines", 0.02, (row) => world.shelf("order_lines").vanish(String(row["id"])));
  some("orders", 0.04, (row) => refundKept(world, random, row, at()));
}

function endBooking(world: World, random: Random, row: Row, at: number): void {
  if (row["status"] !== "confirmed") return;
  const fate = random.next();
  if (fate < 0.07) {
    world.change("bookings", row, at, { status: "cancelled", cancelled_at: stamp(at), cancel_reason: "client" });
    refundBooking(world, row, at);
  } else world.change("bookings", row, at, { status: fate < 0.12 ? "no_show" : "checked_in" });
}

function refundBooking(world: World, booking: Row, at: number): void {
  const order = world.shelf("orders").latestBy("booking_id", booking["id"]);
  if (order === undefined) return;
  world.change("orders", order, at, { status: "cancelled" });
  refund(world, order, { at, reason: "cancelled", amount: String(order["total"]) });
}

function mergeClient(world: World, random: Random, row: Row, at: number): void {
  const others = world.shelf("clients");
  const other = others.at(random.int(0, others.size - 1));
  if (
    other !== undefined &&
    other["id"] !== row["id"] &&
    other["merged_into_id"] === null &&
    row["merged_into_id"] === null
  )
    world.change("clients", row, at, { merged_into_id: other["id"] ?? null });
}

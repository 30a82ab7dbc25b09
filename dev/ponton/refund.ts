import type { Random } from "./random.ts";
import type { Row } from "./row.ts";
import { stamp } from "./stamp.ts";
import type { World } from "./world.ts";

/** Why money goes back, and how much of it. */
export type Refund = { readonly at: number; readonly reason: string; readonly amount: string };

/** Give money of an order back, once: an order that was refunded before is left alone. */
export function refund(world: World, order: Row, { at, reason, amount }: Refund): void {
  const payment = world.shelf("payments").latestBy("order_id", order["id"]);
  if (payment === undefined || world.shelf("refunds").latestBy("order_id", order["id"]) !== undefined) return;
  world.put("refunds", {
    id: world.nextId(),
    payment_id: payment["id"] ?? 0,
    order_id: order["id"] ?? 0,
    amount,
    reason,
    refunded_at: stamp(at),
    created_at: stamp(at),
    updated_at: stamp(at),
    deleted_at: null,
  });
}

/** Give money of an order back that is kept: a part out of goodwill, or all of a card's payment that its bank charges back. */
export function refundKept(world: World, random: Random, order: Row, at: number): void {
  if (order["status"] !== "paid" || Date.parse(String(order["opened_at"])) > at) return;
  const total = Number(order["total"]);
  const method = String(world.shelf("payments").latestBy("order_id", order["id"])?.["method"]);
  if (method.endsWith("card") && random.chance(0.2))
    refund(world, order, { at, reason: "chargeback", amount: total.toFixed(2) });
  else refund(world, order, { at, reason: "goodwill", amount: (total * random.pick([0.1, 0.2, 0.5])).toFixed(2) });
}

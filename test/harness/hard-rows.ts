import type { Row } from "../../dev/ponton/row.ts";
import { stamp } from "../../dev/ponton/stamp.ts";
import type { World } from "../../dev/ponton/world.ts";

/** Instants around both changes of the clock, and the year's end, in Paris. */
const hardInstants = [
  "2025-10-25T21:59:59.999Z",
  "2025-10-25T22:00:00Z",
  "2025-10-26T00:30:00Z",
  "2025-10-26T01:30:00Z",
  "2025-10-26T22:30:00Z",
  "2025-10-26T23:00:00Z",
  "2025-12-31T23:00:00Z",
  "2026-03-28T22:59:59.999Z",
  "2026-03-28T23:00:00Z",
  "2026-03-29T00:59:00Z",
  "2026-03-29T01:01:00Z",
  "2026-03-29T21:59:00Z",
  "2026-03-29T22:00:00Z",
];

/** Ways in which bookings end. */
const ends: readonly Row[] = [
  { status: "checked_in" },
  { status: "no_show" },
  { status: "cancelled", cancel_reason: "client" },
  { status: "cancelled", cancel_reason: "weather" },
  { status: "cancelled", cancel_reason: "injury" },
  { status: "cancelled", cancel_reason: null },
  { status: "checked_in" },
];

/** Bookings that end in every way, slots that closed under some, payments that failed or wait. */
function makeBookingsHard(world: World): void {
  const at = world.clock;
  const bookings = world.shelf("bookings").sorted();
  bookings.slice(0, 70).forEach((booking, place) => {
    world.change("bookings", booking, at, ends[place % ends.length] ?? {});
    const slot = world.shelf("sessions").get(String(booking["session_id"]));
    const status = place % 11 === 0 ? "closed_weather" : place % 13 === 0 ? "cancelled" : undefined;
    if (slot !== undefined && status !== undefined) world.change("sessions", slot, at, { status });
  });
  closeDay(world, world.shelf("sessions").get(String(bookings[75]?.["session_id"])));
  for (const booking of bookings.slice(70, 73)) world.change("bookings", booking, at, { deleted_at: stamp(at) });
  world
    .shelf("payments")
    .sorted()
    .slice(0, 40)
    .forEach((payment, place) => {
      world.change("payments", payment, at, { status: ["failed", "pending", "refunded", "settled"][place % 4] ?? "" });
    });
}

/** The weather closes a base for the whole day of a slot. */
function closeDay(world: World, slot: Row | undefined): void {
  const dayOf = (one: Row | undefined) => `${String(one?.["site_id"])} ${String(one?.["starts_at"]).slice(0, 10)}`;
  for (const other of world.shelf("sessions").sorted())
    if (dayOf(other) === dayOf(slot)) world.change("sessions", other, world.clock, { status: "closed_weather" });
}

/** Passes that ended and were renewed just in time, a day too late, by a cancelled pass or never; for several bases. */
function makePassesHard(world: World): void {
  const at = world.clock;
  const renewals = ["2026-08-01", "2026-10-14", "2026-10-15", undefined, "2026-09-01", "2026-09-02", undefined];
  const old = world.shelf("passes").sorted().slice(0, renewals.length);
  old.forEach((pass, place) => {
    const site_scope = place % 2 === 0 ? [1, 2] : [12, 2];
    const product_id = place % 3 === 1 ? 10 : 204;
    world.change("passes", pass, at, { starts_on: "2026-05-01", ends_on: "2026-08-15", site_scope, product_id });
    const startsOn = renewals[place];
    if (startsOn === undefined) return;
    world.put("passes", {
      ...world.shelf("passes").get(String(pass["id"])),
      id: world.nextId(),
      starts_on: startsOn,
      ends_on: "2027-08-14",
      renewed_from_id: pass["id"] ?? null,
      status: place === 4 ? "cancelled" : "active",
      credits_total: place === 5 ? null : 10,
      version: world.nextVersion(),
      deleted_at: null,
    });
  });
  for (const pass of world.shelf("passes").sorted().slice(-2))
    world.change("passes", pass, at, { deleted_at: stamp(at) });
}

/** Put into the vendor's world what is counted wrongly most easily: chains of merges, deleted people, partial refunds, deleted refunds, sales when clocks change. */
export function makeHard(world: World): void {
  const at = world.clock;
  const clients = world.shelf("clients").sorted();
  const chain = clients.slice(0, 6);
  chain.slice(0, -1).forEach((client, place) => {
    world.change("clients", client, at, { merged_into_id: chain[place + 1]?.["id"] ?? null });
  });
  for (const client of clients.slice(6, 9)) world.change("clients", client, at, { deleted_at: stamp(at) });
  const [into, from, gone] = clients.slice(8, 12);
  if (from !== undefined) world.change("clients", from, at, { merged_into_id: into?.["id"] ?? null });
  if (gone !== undefined)
    world.change("clients", gone, at, { deleted_at: stamp(at), merged_into_id: clients[12]?.["id"] ?? null });
  const paid = world
    .shelf("orders")
    .sorted()
    .filter((order) => order["status"] === "paid" && order["deleted_at"] === null);
  paid.slice(0, 30).forEach((order, place) => {
    refund(world, order, at - place * 7_000_000, (Number(order["total"]) / 3).toFixed(2), place % 7 === 6);
  });
  makeBookingsHard(world);
  makePassesHard(world);
  hardInstants.forEach((instant, place) => sellAt(world, Date.parse(instant), chain[place % 6], place));
}

function refund(world: World, order: Row, at: number, amount: string, deleted: boolean): void {
  const payment = world.shelf("payments").latestBy("order_id", order["id"]);
  world.put("refunds", {
    id: world.nextId(),
    payment_id: payment?.["id"] ?? 0,
    order_id: order["id"] ?? 0,
    amount,
    reason: "gesture",
    refunded_at: stamp(at),
    created_at: stamp(at),
    updated_at: stamp(at),
    deleted_at: deleted ? stamp(at) : null,
  });
}

function sellAt(world: World, at: number, client: Row | undefined, place: number): void {
  const order = world.nextId();
  const dates = { created_at: stamp(at), updated_at: stamp(at), deleted_at: null };
  const amounts = { subtotal: "33.35", discount: "0.00", vat_total: "4.88", total: "33.35" };
  world.put("orders", {
    id: order,
    number: `H-${order}`,
    site_id: 1 + (place % 8),
    client_id: place % 3 === 0 ? null : (client?.["id"] ?? null),
    booking_id: null,
    register_id: "R1",
    opened_at: stamp(at),
    closed_at: null,
    status: place % 5 === 4 ? "cancelled" : "paid",
    ...amounts,
    ...dates,
  });
  [
    { product_id: 10, total: "25.85", vat_rate: "20.00" },
    { product_id: 201, total: "7.50", vat_rate: "10.00" },
    { product_id: 202, total: "0.01", vat_rate: "5.50" },
  ].forEach((line, at) =>
    world.put("order_lines", {
      id: world.nextId(),
      order_id: order,
      line_no: at + 1,
      qty: "1.000",
      unit_price: line.total,
      discount: "0.00",
      ...line,
      ...dates,
      deleted_at: at === 2 && place % 2 === 0 ? dates.created_at : null,
    }),
  );
  world.put("visits", {
    id: world.nextId(),
    site_id: 1 + (place % 8),
    client_id: client?.["id"] ?? null,
    pass_id: null,
    booking_id: null,
    gate: "A",
    entered_at: stamp(at),
    left_at: null,
    created_at: stamp(at),
  });
}

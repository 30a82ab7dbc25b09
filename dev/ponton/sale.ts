import { firstNames, lastNames, places } from "./places.ts";
import type { Random } from "./random.ts";
import type { Row } from "./row.ts";
import { stamp } from "./stamp.ts";
import type { World } from "./world.ts";

const cents = (amount: number): string => amount.toFixed(2);

/** One sale at a base: mostly a booking with its order, lines, payment and visit; sometimes a walk-in, a pass, a gift card. */
export function sell(world: World, random: Random, siteId: number, at: number): void {
  const client = random.chance(0.12) ? undefined : someone(world, random, siteId, at);
  const booking = client === undefined ? undefined : book(world, random, siteId, client, at);
  const order = buy(world, random, siteId, client, booking, at);
  if (random.chance(0.8)) visit(world, random, siteId, client, booking, at);
  if (client !== undefined && random.chance(0.05)) takePass(world, random, siteId, client, at);
  if (random.chance(0.03))
    world.put("gift_cards", {
      id: random.uuid(),
      order_id: order,
      initial_amount: "50.00",
      balance: "50.00",
      expires_on: "2027-12-31",
      status: "active",
      ...dated(at),
    });
}

const dated = (at: number): Row => ({ created_at: stamp(at), updated_at: stamp(at), deleted_at: null });

function someone(world: World, random: Random, siteId: number, at: number): Row {
  const known = world.shelf("clients");
  if (known.size > 20 && random.chance(0.38))
    return known.at(random.int(0, known.size - 1)) ?? newClient(world, random, siteId, at);
  return newClient(world, random, siteId, at);
}

/** A made-up person: reserved mail domains, and phone numbers of the range kept for fiction (06 39 98, Arcep). */
function newClient(world: World, random: Random, siteId: number, at: number): Row {
  const place = random.chance(0.7) ? (places[siteId - 1] ?? places[0]) : random.pick(places);
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const number = world.nextId();
  return world.put("clients", {
    id: random.uuid(),
    first_name: first,
    last_name: last,
    email: random.chance(0.95)
      ? `${random.chance(0.2) ? "Client" : "client"}.${number}@example.${random.pick(["org", "com"])}`
      : null,
    phone: random.chance(0.8) ? `+3363998${String(number % 10_000).padStart(4, "0")}` : null,
    birth_date: random.chance(0.9)
      ? `${random.int(1955, 2014)}-${String(random.int(1, 12)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`
      : null,
    gender: random.pick(["F", "M", "X"]),
    address: {
      line1: `${random.int(1, 99)} rue de l'Exemple`,
      line2: null,
      postal_code: place.postal,
      city: random.chance(0.1) ? place.city.toUpperCase() : place.city,
      country: "FR",
    },
    language: random.chance(0.9) ? "fr" : "en",
    marketing_opt_in: random.chance(0.4),
    source: random.pick(["web", "counter", "partner"]),
    merged_into_id: null,
    notes: random.chance(0.05) ? "Préfère le matin. Note d'exemple." : null,
    anonymised_at: null,
    ...dated(at),
  });
}

function book(world: World, random: Random, siteId: number, client: Row, at: number): Row | undefined {
  const open = world
    .shelf("sessions")
    .last(300)
    .filter(
      (session) =>
        session["site_id"] === siteId &&
        session["status"] === "open" &&
        Date.parse(`${String(session["starts_at"])}Z`) > at,
    );
  const session = open[random.int(0, Math.max(0, open.length - 1))];
  if (session === undefined) return undefined;
  const party = random.int(1, 5);
  const booked = Number(session["booked_count"]) + party;
  world.change("sessions", session, at, {
    booked_count: Math.min(booked, Number(session["capacity"])),
    status: booked >= Number(session["capacity"]) ? "full" : "open",
  });
  const number = world.nextId();
  return world.put("bookings", {
    id: number,
    number: `B-${number}`,
    session_id: Number(session["id"]),
    site_id: siteId,
    client_id: client["id"] ?? null,
    channel: random.pick(["web", "phone", "counter", "partner"]),
    party_size: party,
    participants: Array.from({ length: party }, () => ({
      first_name: random.pick(firstNames),
      age: random.int(8, 50),
    })),
    status: "confirmed",
    booked_at: stamp(at),
    cancelled_at: null,
    cancel_reason: null,
    price_total: cents(party * 20),
    currency: "EUR",
    ...dated(at),
  });
}

function buy(
  world: World,
  random: Random,
  siteId: number,
  client: Row | undefined,
  booking: Row | undefined,
  at: number,
): number {
  const orderId = world.nextId();
  const session = siteId * 10 + random.int(0, 2);
  const chosen = [
    { id: session, quantity: Number(booking?.["party_size"] ?? random.int(1, 3)) },
    ...(random.chance(0.5) ? [{ id: random.int(200, 202), quantity: random.int(1, 2) }] : []),
  ];
  let total = 0;
  let vat = 0;
  chosen.forEach(({ id, quantity }, index) => {
    const product = world.shelf("products").get(String(id));
    const price = Number(product?.["price"] ?? 20);
    const rate = Number(product?.["vat_rate"] ?? 20);
    total += price * quantity;
    vat += price * quantity - (price * quantity) / (1 + rate / 100);
    world.put("order_lines", {
      id: world.nextId(),
      order_id: orderId,
      line_no: index + 1,
      product_id: id,
      qty: quantity.toFixed(3),
      unit_price: cents(price),
      discount: "0.00",
      vat_rate: rate.toFixed(2),
      total: cents(price * quantity),
      ...dated(at),
    });
  });
  world.put("orders", {
    id: orderId,
    number: `C-${orderId}`,
    site_id: siteId,
    client_id: client?.["id"] ?? null,
    booking_id: booking?.["id"] ?? null,
    register_id: booking === undefined ? `R${siteId}` : null,
    opened_at: stamp(at),
    closed_at: stamp(at + 60_000),
    status: "paid",
    subtotal: cents(total),
    discount: "0.00",
    vat_total: cents(vat),
    total: cents(total),
    created_at: stamp(at),
    updated_at: stamp(at),
    deleted_at: null,
  });
  const method = booking === undefined ? random.pick(["cash", "card", "cheque_vacances"]) : "web_card";
  world.put("payments", {
    id: world.nextId(),
    order_id: orderId,
    method,
    amount: cents(total),
    paid_at: Math.floor(at / 1000),
    status: "captured",
    card_last4: method.endsWith("card") ? String(random.int(1000, 9999)) : null,
    psp_ref: method === "web_card" ? `psp_${orderId}` : null,
    ...dated(at),
  });
  return orderId;
}

function visit(
  world: World,
  random: Random,
  siteId: number,
  client: Row | undefined,
  booking: Row | undefined,
  at: number,
): void {
  world.put("visits", {
    id: world.nextId(),
    site_id: siteId,
    client_id: client?.["id"] ?? null,
    pass_id: null,
    booking_id: booking?.["id"] ?? null,
    gate: random.pick(["A", "B"]),
    entered_at: stamp(at),
    left_at: null,
    created_at: stamp(at),
  });
}

function takePass(world: World, random: Random, siteId: number, client: Row, at: number): void {
  world.put("passes", {
    id: world.nextId(),
    client_id: client["id"] ?? null,
    product_id: 204,
    site_scope: [siteId],
    starts_on: stamp(at).slice(0, 10),
    ends_on: "2027-03-31",
    credits_total: 10,
    credits_used: random.int(0, 3),
    auto_renew: random.chance(0.2),
    status: "active",
    renewed_from_id: null,
    version: world.nextVersion(),
    ...dated(at),
  });
}

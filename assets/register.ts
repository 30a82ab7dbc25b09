import { activity, onCron, register, retention } from "../index.ts";
import { accounting, marketing, serving, steering } from "./purposes.ts";
import { bookings } from "./tables/bookings.ts";
import { clients } from "./tables/clients.ts";
import { orders } from "./tables/orders.ts";
import { passes } from "./tables/passes.ts";
import { visits } from "./tables/visits.ts";

/** Three years after the last thing that they did: what the French authority commonly takes for clients. */
const clientsKept = retention("client", {
  doc: "People who booked, bought or visited; many are children.",
  people: clients,
  years: 3,
  after: [
    activity(clients, { person: "id", at: "createdAt" }),
    activity(bookings, { person: "clientId", at: "bookedAt" }),
    activity(orders, { person: "clientId", at: "openedAt" }),
    activity(passes, { person: "clientId", at: "endsOn" }),
    activity(visits, { person: "clientId", at: "enteredAt" }),
  ],
});

/** What Wampark processes personal data for, and how long. Who is due is erased each morning, after the night's run. */
export const processing = register({
  controller: "Wampark (illustrative)",
  purposes: [serving, accounting, marketing, steering],
  retentions: [clientsKept],
  enforced: onCron("30 5 * * *", "Europe/Paris"),
});

import { bigint, cursor, date, instant, money, table, text, updatedSince, uuid, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { orders } from "./orders.ts";

/** One row a gift card. */
export const giftCards = table("gift_cards", {
  doc: "One row a gift card.",
  from: ponton.list("/gift_cards", {
    paging: cursor(500, "next_cursor"),
    since: updatedSince("updated_since"),
    rows: "data",
    ids: "/ids/gift_cards",
  }),
  columns: {
    id: uuid().key(),
    orderId: bigint().ref(orders).nullable(),
    initialAmount: money(),
    balance: money(),
    expiresOn: date(),
    status: text(20),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  freshness: within("26 hours"),
});

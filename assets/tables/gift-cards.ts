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
    id: uuid().key().doc("The vendor's number of the card"),
    orderId: bigint().ref(orders).nullable().doc("The order that sold it"),
    initialAmount: money().doc("Value when it was sold"),
    balance: money().doc("Value that is left"),
    expiresOn: date().doc("Last day on which it is taken"),
    status: text(20).doc("The vendor's word for its state"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  freshness: within("26 hours"),
});

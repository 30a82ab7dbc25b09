import {
  acceptedValues,
  birthYear,
  bool,
  date,
  instant,
  keyset,
  lookedUp,
  mergedInto,
  nullShare,
  reidentification,
  rowChange,
  rowCount,
  subjectRef,
  table,
  text,
  unique,
  updatedSince,
  within,
} from "../../index.ts";
import { marketing, serving, steering } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";

/** People who booked at least once. One row a client. */
export const clients = table("clients", {
  doc: "People who booked at least once, one row a client.",
  from: ponton.list("/clients", {
    paging: keyset("id", 500),
    since: updatedSince("updated_since"),
    rows: "data",
    ids: "/ids/clients",
  }),
  subject: "client",
  purposes: [serving],
  columns: {
    id: subjectRef("client").key().doc("Pseudonym in place of the vendor's number"),
    firstName: text(80).personal("first name", { seal: true }).doc("First name"),
    lastName: text(80).personal("surname", { seal: true, index: "bucket" }).doc("Surname"),
    email: text(254)
      .nullable()
      .personal("email", { seal: true, index: "exact", purposes: [serving, marketing] })
      .doc("Address of mail"),
    phone: text(20).nullable().personal("phone", { seal: true, index: "exact" }).doc("Telephone number"),
    birthDate: date().nullable().personal("birth date", { seal: true }).doc("Date of birth"),
    birthYear: birthYear()
      .from("birth_date")
      .nullable()
      .kept("year of birth", { purposes: [steering] })
      .doc("Year of birth; 1940 for anybody born before"),
    gender: text(20)
      .nullable()
      .kept("sex", { purposes: [steering] })
      .doc("As given by the client; empty where not said"),
    addressLine1: text(120)
      .from("address.line1")
      .nullable()
      .personal("postal address", { seal: true })
      .doc("Street and number"),
    addressLine2: text(120)
      .from("address.line2")
      .nullable()
      .personal("postal address", { seal: true })
      .doc("Building, floor or name of the place"),
    communeCode: lookedUp(5, "communes", "code")
      .from("address.postal_code", "address.city")
      .nullable()
      .kept("commune", { purposes: [steering] })
      .doc("INSEE code of the commune of the home, looked up by postal code and city"),
    communeMatch: lookedUp(10, "communes", "match")
      .from("address.postal_code", "address.city")
      .nullable()
      .kept("how the commune was found", { purposes: [steering] })
      .doc("How the commune was found: exact, by postal code alone, or unknown"),
    country: text(40)
      .from("address.country")
      .nullable()
      .kept("country", { purposes: [steering] })
      .doc("Country of the home"),
    language: text(10)
      .nullable()
      .kept("language", { purposes: [serving, marketing] })
      .doc("Language the client is written to in"),
    marketingOptIn: bool()
      .kept("consent to offers", { purposes: [marketing] })
      .doc("Whether offers may be sent"),
    source: text(40)
      .nullable()
      .kept("how they came to book", { purposes: [steering] })
      .doc("How they came to book first"),
    mergedIntoId: mergedInto("client")
      .nullable()
      .indexed()
      .doc("The client that this one was merged into, a duplicate"),
    notes: text(8000).nullable().personal("free text", { drop: true }).doc("Free text of the bases' staff"),
    createdAt: instant()
      .kept("date of the first contact", { purposes: [serving, steering] })
      .doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().kept("date of the last change").doc("When the vendor changed the row last"),
    anonymisedAt: instant()
      .nullable()
      .kept("date of anonymisation at the source")
      .doc("When the vendor anonymised the client"),
    deletedAt: instant()
      .nullable()
      .softDelete()
      .kept("date of deletion at the source")
      .doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [
    unique("id"),
    rowCount({ atLeast: 1 }),
    rowChange({ fall: 0.2 }),
    nullShare("communeCode", { warnAbove: 0.3 }),
    reidentification(["birthYear", "communeCode", "gender"], { warnAbove: 0.01 }),
    acceptedValues("communeMatch", ["exact", "postal", "unknown"]),
  ],
  freshness: within("26 hours"),
});

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
    id: subjectRef("client").key(),
    firstName: text(80).personal("first name", { seal: true }),
    lastName: text(80).personal("surname", { seal: true, index: "bucket" }),
    email: text(254)
      .nullable()
      .personal("email", { seal: true, index: "exact", purposes: [serving, marketing] }),
    phone: text(20).nullable().personal("phone", { seal: true, index: "exact" }),
    birthDate: date().nullable().personal("birth date", { seal: true }),
    birthYear: birthYear()
      .from("birth_date")
      .nullable()
      .kept("year of birth", { purposes: [steering] }),
    gender: text(20)
      .nullable()
      .kept("sex", { purposes: [steering] }),
    addressLine1: text(120).from("address.line1").nullable().personal("postal address", { seal: true }),
    addressLine2: text(120).from("address.line2").nullable().personal("postal address", { seal: true }),
    communeCode: lookedUp(5, "communes", "code")
      .from("address.postal_code", "address.city")
      .nullable()
      .kept("commune", { purposes: [steering] }),
    communeMatch: lookedUp(10, "communes", "match")
      .from("address.postal_code", "address.city")
      .nullable()
      .kept("how the commune was found", { purposes: [steering] }),
    country: text(40)
      .from("address.country")
      .nullable()
      .kept("country", { purposes: [steering] }),
    language: text(10)
      .nullable()
      .kept("language", { purposes: [serving, marketing] }),
    marketingOptIn: bool().kept("consent to offers", { purposes: [marketing] }),
    source: text(40)
      .nullable()
      .kept("how they came to book", { purposes: [steering] }),
    mergedIntoId: mergedInto("client").nullable().indexed(),
    notes: text(8000).nullable().personal("free text", { drop: true }),
    createdAt: instant().kept("date of the first contact", { purposes: [serving, steering] }),
    updatedAt: instant().cursor().kept("date of the last change"),
    anonymisedAt: instant().nullable().kept("date of anonymisation at the source"),
    deletedAt: instant().nullable().softDelete().kept("date of deletion at the source"),
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

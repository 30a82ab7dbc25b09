import { birthYear, bool, date, instant, keyset, lookedUp, nullShare, rowCount, subjectRef, table, text, unique, updatedSince, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";

/** People who booked at least once. One row a client. */
export const clients = table("clients", {
  doc: "People who booked at least once, one row a client.",
  from: ponton.list("/clients", { paging: keyset("id", 500), since: updatedSince("updated_since"), rows: "data", ids: "/ids/clients" }),
  subject: "client",
  columns: {
    id: subjectRef("client").key(),
    firstName: text(80).personal("first name", { seal: true }),
    lastName: text(80).personal("surname", { seal: true, index: "bucket" }),
    email: text(254).nullable().personal("email", { seal: true, index: "exact" }),
    phone: text(20).nullable().personal("phone", { seal: true, index: "exact" }),
    birthDate: date().nullable().personal("birth date", { seal: true }),
    birthYear: birthYear().from("birth_date").nullable(),
    gender: text(20).nullable(),
    addressLine1: text(120).from("address.line1").nullable().personal("postal address", { seal: true }),
    addressLine2: text(120).from("address.line2").nullable().personal("postal address", { seal: true }),
    communeCode: lookedUp(5, "communes", "code").from("address.postal_code", "address.city").nullable(),
    communeMatch: lookedUp(10, "communes", "match").from("address.postal_code", "address.city").nullable(),
    country: text(40).from("address.country").nullable(),
    language: text(10).nullable(),
    marketingOptIn: bool(),
    source: text(40).nullable(),
    mergedIntoId: subjectRef("client").nullable(),
    notes: text(8000).nullable().personal("free text", { drop: true }),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    anonymisedAt: instant().nullable(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [unique("id"), rowCount({ atLeast: 1 }), nullShare("communeCode", { warnAbove: 0.3 })],
  freshness: within("26 hours"),
});

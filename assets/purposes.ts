import { purpose } from "../index.ts";

/** Bookings, entries and passes, and whoever asks about them. */
export const serving = purpose("serving", {
  doc: "Take bookings, let people in, answer their questions.",
  legalBasis: "contract",
  recipients: ["reception of the bases"],
});
/** Takings, receipts and refunds. */
export const accounting = purpose("accounting", {
  doc: "Keep the books: orders, payments, refunds.",
  legalBasis: "legal obligation",
  recipients: ["accountants", "tax authority on demand"],
});
/** Offers to those who said yes. */
export const marketing = purpose("marketing", {
  doc: "Send offers to people who agreed to them.",
  legalBasis: "consent",
  recipients: ["mailing provider"],
});
/** The figures that the bases are steered by; small cells are hidden. */
export const steering = purpose("steering", {
  doc: "Know how the bases are visited, by counts and sums in which nobody is told apart.",
  legalBasis: "legitimate interests",
  recipients: ["management, as figures"],
});

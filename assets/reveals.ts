import { revealPurpose } from "../index.ts";

/** Answering a client who wrote or called. */
export const guestRelations = revealPurpose("guest-relations", {
  doc: "Answering a client who wrote or called about a visit.",
  fields: { clients: ["firstName", "lastName", "email", "phone"] },
});

/** Reaching somebody after an accident. */
export const safety = revealPurpose("safety", {
  doc: "Reaching a client or a family after an accident on a base.",
  fields: { clients: ["firstName", "lastName", "phone", "birthDate", "addressLine1", "addressLine2"] },
});

/** Columns that several pages show. */
export const period = { name: "period", unit: "period", title: { en: "From", fr: "À partir du" } } as const;
/** Sales without VAT, after refunds. */
export const net = { name: "netOfVat", unit: "money", title: { en: "Net sales", fr: "Ventes nettes" } } as const;
/** Booked places as a share of those offered. */
export const rate = { name: "rate", unit: "share", title: { en: "Occupancy", fr: "Remplissage" } } as const;
/** Places that slots offered. */
export const offered = { name: "offered", unit: "count", title: { en: "Offered", fr: "Offertes" } } as const;
/** Places, or bookings, that were booked. */
export const booked = { name: "booked", unit: "count", title: { en: "Booked", fr: "Réservées" } } as const;
/** People told apart. */
export const clients = { name: "clients", unit: "count", title: { en: "Clients", fr: "Clients" } } as const;
/** What KPIs say of what they cannot place. */
export const unknown = { unknown: { en: "Unknown", fr: "Inconnu" } } as const;
/** ISO days of the week. */
export const weekday = {
  name: "weekday",
  unit: "plain",
  title: { en: "Day", fr: "Jour" },
  words: {
    "1": { en: "Mon", fr: "Lun" },
    "2": { en: "Tue", fr: "Mar" },
    "3": { en: "Wed", fr: "Mer" },
    "4": { en: "Thu", fr: "Jeu" },
    "5": { en: "Fri", fr: "Ven" },
    "6": { en: "Sat", fr: "Sam" },
    "7": { en: "Sun", fr: "Dim" },
  },
} as const;
/** Hours by the clocks of the bases. */
export const hour = { name: "hour", unit: "plain", title: { en: "Hour", fr: "Heure" } } as const;
/** Kinds of activities, and of products that belong to none. */
export const kinds = {
  cable: { en: "Cable", fr: "Téléski nautique" },
  two_tower: { en: "Two-tower cable", fr: "Téléski deux poulies" },
  kneeboard: { en: "Kneeboard", fr: "Kneeboard" },
  water_ski: { en: "Water skiing", fr: "Ski nautique" },
  aquapark: { en: "Aquapark", fr: "Aquapark" },
  paddle: { en: "Paddle", fr: "Paddle" },
  school: { en: "School", fr: "École" },
  group: { en: "Groups", fr: "Groupes" },
  session: { en: "Sessions", fr: "Séances" },
  pass: { en: "Passes", fr: "Abonnements" },
  rental: { en: "Rental", fr: "Location" },
  food: { en: "Food", fr: "Restauration" },
  merch: { en: "Shop", fr: "Boutique" },
  gift_card: { en: "Gift cards", fr: "Cartes cadeaux" },
  ...unknown,
} as const;

/** One illustrative base on a real commune: codes and population are public, no data is real. Coordinates are approximate. */
export type Place = {
  readonly code: string;
  readonly name: string;
  readonly insee: string;
  readonly postal: string;
  readonly city: string;
  readonly lat: string;
  readonly lng: string;
  readonly weight: number;
};

/** The eight bases. Several traps are kept: Le Pontet also exists in Savoie, Toulouse has six postal codes. */
export const places: readonly [Place, ...Place[]] = [
  {
    code: "TLS",
    name: "Wampark Sesquières",
    insee: "31555",
    postal: "31200",
    city: "Toulouse",
    lat: "43.652600",
    lng: "1.413900",
    weight: 1.6,
  },
  {
    code: "BAR",
    name: "Wampark Barcarès",
    insee: "66017",
    postal: "66420",
    city: "Le Barcarès",
    lat: "42.789200",
    lng: "3.034400",
    weight: 1.3,
  },
  {
    code: "PON",
    name: "Wampark Pontet",
    insee: "84092",
    postal: "84130",
    city: "Le Pontet",
    lat: "43.961400",
    lng: "4.860300",
    weight: 1,
  },
  {
    code: "BOI",
    name: "Wampark Boissise",
    insee: "77040",
    postal: "77310",
    city: "Boissise-le-Roi",
    lat: "48.526700",
    lng: "2.571700",
    weight: 1.2,
  },
  {
    code: "PAM",
    name: "Wampark Pont-à-Mousson",
    insee: "54431",
    postal: "54700",
    city: "Pont-à-Mousson",
    lat: "48.905300",
    lng: "6.054700",
    weight: 0.7,
  },
  {
    code: "ARV",
    name: "Wampark Arvert",
    insee: "17021",
    postal: "17530",
    city: "Arvert",
    lat: "45.743600",
    lng: "-1.125800",
    weight: 0.8,
  },
  {
    code: "TOU",
    name: "Wampark Touquet",
    insee: "62826",
    postal: "62520",
    city: "Le Touquet-Paris-Plage",
    lat: "50.521100",
    lng: "1.591400",
    weight: 0.7,
  },
  {
    code: "VIA",
    name: "Wampark Saint-Viaud",
    insee: "44192",
    postal: "44320",
    city: "Saint-Viaud",
    lat: "47.256400",
    lng: "-2.016900",
    weight: 0.7,
  },
];

/** Made-up first names. */
export const firstNames = [
  "Alix",
  "Bérénice",
  "Côme",
  "Dorian",
  "Élise",
  "Faustin",
  "Gaëlle",
  "Hadrien",
  "Inès",
  "Jules",
  "Kenza",
  "Loïc",
  "Maëlys",
  "Noé",
  "Océane",
  "Paul",
] as const;
/** Made-up surnames. */
export const lastNames = [
  "Exemplois",
  "Testard",
  "Fictif",
  "Maquette",
  "Bidonville-Test",
  "L'Épreuve",
  "Démonard",
  "Illustre",
  "Sansdonnée",
  "Échantillon",
] as const;
/** Share of a season's demand by month; closed from November to February. Anchored on the parks' public opening calendars. */
export const monthWeights: Readonly<Record<number, number>> = {
  3: 0.01,
  4: 0.06,
  5: 0.11,
  6: 0.16,
  7: 0.26,
  8: 0.27,
  9: 0.09,
  10: 0.04,
};
/** Demand by day of week, Sunday first, outside school holidays. */
export const weekdayWeights = [1.65, 0.45, 0.5, 1.15, 0.6, 0.85, 1.8] as const;

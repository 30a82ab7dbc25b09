import { places } from "./places.ts";
import { stamp } from "./stamp.ts";
import type { World } from "./world.ts";

/** Activities offered at every base: category, places a slot, minutes, least age, price of a session in euros. */
const offers = [
  { category: "cable", name: "Téléski nautique", capacity: 8, minutes: 60, age: 8, price: "21.00" },
  { category: "two_tower", name: "Téléski école", capacity: 4, minutes: 30, age: 8, price: "18.00" },
  { category: "aquapark", name: "Aquaparc", capacity: 40, minutes: 60, age: 6, price: "19.00" },
] as const;

const extras = [
  { kind: "rental", sku: "LOC-COMBI", name: "Location combinaison", price: "6.00", vat: "20.00" },
  { kind: "food", sku: "SNACK", name: "Snack", price: "7.50", vat: "10.00" },
  { kind: "merch", sku: "TSHIRT", name: "T-shirt", price: "25.00", vat: "20.00" },
  { kind: "gift_card", sku: "CARTE-50", name: "Carte cadeau 50", price: "50.00", vat: "20.00" },
  { kind: "pass", sku: "PASS-10", name: "Carte 10 séances", price: "170.00", vat: "20.00" },
] as const;

/** Put the bases, their activities and the products into a new world. */
export function catalogue(world: World): void {
  const at = stamp(Date.parse("2023-02-01T08:00:00Z"));
  const dates = { created_at: at, updated_at: at, deleted_at: null };
  places.forEach((place, index) => {
    const siteId = index + 1;
    world.put("sites", {
      id: siteId,
      code: place.code,
      name: place.name,
      timezone: "Europe/Paris",
      commune_insee: place.insee,
      postal_code: place.postal,
      lat: place.lat,
      lng: place.lng,
      opened_on: "2019-04-01",
      status: "open",
      ...dates,
    });
    offers.forEach((offer, number) => {
      const activityId = siteId * 10 + number;
      world.put("activities", {
        id: activityId,
        site_id: siteId,
        code: `${place.code}-${offer.category}`,
        name: offer.name,
        category: offer.category,
        slot_capacity: offer.capacity,
        duration_min: offer.minutes,
        min_age: offer.age,
        ...dates,
      });
      world.put("products", {
        id: activityId,
        sku: `${place.code}-${offer.category.toUpperCase()}`,
        name: offer.name,
        activity_id: activityId,
        kind: "session",
        price: offer.price,
        vat_rate: "20.00",
        valid_from: "2023-03-01",
        valid_to: null,
        ...dates,
      });
    });
  });
  extras.forEach((extra, index) => {
    world.put("products", {
      id: 200 + index,
      sku: extra.sku,
      name: extra.name,
      activity_id: null,
      kind: extra.kind,
      price: extra.price,
      vat_rate: extra.vat,
      valid_from: "2023-03-01",
      valid_to: null,
      ...dates,
    });
  });
}

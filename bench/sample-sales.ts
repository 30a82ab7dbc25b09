import { createHash } from "node:crypto";

/** One made-up sale as the API sends it; `at` is its number. A greater version has another price, and was updated later. */
export function sampleSale(at: number, version = 0) {
  const day = new Date(Date.UTC(2026, 0, 1) + (at % 300) * 86_400_000);
  return {
    id: at,
    site_id: at % 8,
    label: `Session ${at % 500} du matin`,
    reference: at % 3 === 0 ? null : `R-${at.toString(36)}`,
    status: ["open", "paid", "cancelled"][at % 3] ?? "open",
    quantity: ((at % 40) / 4).toFixed(3),
    price: ((at % 900) / 10 + 5 + version).toFixed(2),
    total: ((at % 1900) / 10 + 5).toFixed(2),
    online: at % 2 === 0,
    day: day.toISOString().slice(0, 10),
    created_at: day.toISOString(),
    updated_at: new Date(day.getTime() + at + version * 86_400_000).toISOString(),
  };
}

/** The same sale as a landed line: by column name, with its row hash. */
export function landedSale(at: number, version = 0): Record<string, string | number | boolean | null> {
  const sale = sampleSale(at, version);
  return {
    id: sale.id,
    siteId: sale.site_id,
    label: sale.label,
    reference: sale.reference,
    status: sale.status,
    quantity: sale.quantity,
    price: sale.price,
    total: sale.total,
    online: sale.online,
    day: sale.day,
    createdAt: sale.created_at,
    updatedAt: sale.updated_at,
    _h: createHash("md5").update(`${at} ${version}`).digest("hex"),
  };
}

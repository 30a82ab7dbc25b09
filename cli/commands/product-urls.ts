import { passphraseFile } from "../local-passphrase.ts";
import type { Product } from "../start-product.ts";

/** Where a person finds the parts of a running product, and what opens its pages. */
export const productUrls = (
  { temporal, runtime, stack }: Pick<Product, "temporal" | "runtime" | "stack">,
  simulatorUrl: string | undefined,
  dataDir: string,
): Readonly<Record<string, string>> => ({
  "Temporal Web UI": temporal.uiUrl ?? "–",
  Dashboards: `${runtime.listening.apiUrl ?? ""}/dashboards`,
  "Their passphrase, unless set": passphraseFile(dataDir),
  "KPI API": `${runtime.listening.apiUrl ?? ""}/docs`,
  ...(simulatorUrl !== undefined && { "Vendor simulator": simulatorUrl }),
  "S3 endpoint": stack.store.kind === "s3" ? stack.store.endpoint : stack.store.directory,
});

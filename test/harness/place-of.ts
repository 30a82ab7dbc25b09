import { createRequire } from "node:module";

type Commune = {
  readonly code: string;
  readonly type: string;
  readonly departement?: string;
  readonly region?: string;
};
const communes: readonly Commune[] = createRequire(import.meta.url)(
  "@etalab/decoupage-administratif/data/communes.json",
);

const current = new Map(
  communes.filter((commune) => commune.type === "commune-actuelle").map((commune) => [commune.code, commune]),
);

/** A commune's territory of a level, and what that is a part of; `unknown` where no such commune is. */
export const placeOf = (
  insee: string | undefined,
  level: string,
): { readonly code: string; readonly within: string } => {
  const commune = current.get(insee ?? "");
  const [region = "unknown", departement = "unknown", code = "unknown"] = [
    commune?.region,
    commune?.departement,
    commune?.code,
  ];
  if (level === "region") return { code: region, within: "" };
  return level === "departement" ? { code: departement, within: region } : { code, within: `${region}/${departement}` };
};

/** Categories of activities, as the vendor names them. */
export const categories = [
  "cable",
  "two_tower",
  "kneeboard",
  "water_ski",
  "aquapark",
  "paddle",
  "school",
  "group",
] as const;

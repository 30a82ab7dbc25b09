/** Facts that are parted in one transaction: the table is held for as long as they take. */
export const partedAtOnce = 5_000;

/** What facts name whose person was erased before they came. */
export const nobody = "00000000-0000-0000-0000-000000000000";

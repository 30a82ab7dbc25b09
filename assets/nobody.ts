/** The nil pseudonym: marts hold everybody who is not known under it, and facts of erased people that arrive later name it. */
export const nobody = "00000000-0000-0000-0000-000000000000";

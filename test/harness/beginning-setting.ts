/** The setting by which a run of tests tells its files where the common beginning lies. */
export const beginningSetting = "SILLAGE_TEST_BEGINNING";

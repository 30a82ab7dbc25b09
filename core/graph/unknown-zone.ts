/** What is said of a zone that is none. */
export const unknownZone = (zone: string): string =>
  `names the zone "${zone}", which the calendar does not know: write an IANA name, such as Europe/Paris.`;

/** Where to go after signing in: a path of ours, never another host. */
export function returnTo(given: unknown): string {
  const home = "/dashboards";
  if (typeof given !== "string" || !given.startsWith("/")) return home;
  const here = "http://sillage.invalid";
  const url = URL.canParse(given, here) ? new URL(given, here) : undefined;
  return url?.origin === here && !url.pathname.startsWith("/log") ? `${url.pathname}${url.search}` : home;
}

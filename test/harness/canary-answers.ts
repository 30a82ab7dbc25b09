import { apiAnswers } from "./api-answers.ts";
import { askPatiently } from "./ask-patiently.ts";
import { readerKey } from "./canary-night.ts";
import type { TestDemo } from "./demo.ts";
import { pageAnswers } from "./page-answers.ts";
import type { PersonalMarkers } from "./personal-markers.ts";
import { has, together, type Asked, type SeenAnswers } from "./seen-answers.ts";

/** Whatever the API answers, and what it says to whoever sends it markers. */
export async function allAnswers(night: TestDemo, markers: PersonalMarkers): Promise<SeenAnswers> {
  const token = await readerKey(night);
  const answers = await apiAnswers(night.demo.runtime.listening.apiUrl ?? "", token);
  const refused = Buffer.from((await apiRefuses(night, token, markers)).join("\n"));
  return together([answers, { bytes: refused, unfit: [] }]);
}

/** The pages as an operator, a viewer and a privacy officer see them, and what they say to addresses that hold markers. */
export async function allPages({ demo }: TestDemo, markers: PersonalMarkers): Promise<SeenAnswers> {
  const url = demo.runtime.listening.apiUrl ?? "";
  const text = (what: string): string => encodeURIComponent(markers.text(`${what} that the pages were sent`));
  const sent: readonly Asked[] = [
    { path: `/operate/assets/${text("a name")}`, fits: has(404) },
    { path: `/operate/runs/${text("an id")}`, fits: has(404) },
    { path: `/dashboards/${text("a path")}`, fits: has(404) },
    { path: `/dashboards/overview?from=${text("a date")}`, fits: has(400) },
    { path: `/login?to=${text("a place to go back to")}`, fits: has(200) },
  ];
  const forbidden = ["catalogue", "quarantine", "assets/clients"];
  const beside = forbidden.map((page) => ({ path: `/operate/${page}`, fits: has(403) }));
  return together([
    await pageAnswers(url, "operator", sent),
    await pageAnswers(url, "viewer", [...beside, { path: "/operate/register", fits: has(403) }]),
    await pageAnswers(url, "privacy-officer", beside),
  ]);
}

/** What the API answers to questions, keys, paths, events and bodies that hold markers. */
async function apiRefuses({ demo }: TestDemo, token: string, markers: PersonalMarkers): Promise<readonly string[]> {
  const url = demo.runtime.listening.apiUrl ?? "";
  const text = (what: string): string => encodeURIComponent(markers.text(`${what} that the API was sent`));
  const bearer = { authorization: `Bearer ${token}` };
  const post = (body: string): RequestInit => ({
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const asked: readonly (readonly [string, RequestInit])[] = [
    [`/api/v1/kpi/revenue?from=${text("a date")}`, { headers: bearer }],
    [`/api/v1/kpi/revenue?${text("the name of a parameter")}=1`, { headers: bearer }],
    [`/api/v1/kpi/revenue?site=${text("a site")}&from=2026-08-01&to=2026-08-10`, { headers: bearer }],
    [`/${text("a path")}`, { headers: bearer }],
    ["/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${text("a key")}` } }],
    ["/api/v1/kpi/revenue", { headers: { ...bearer, accept: text("a media type") } }],
    [`/api/v1/events/objects/${text("a token")}`, post("{}")],
    ["/api/v1/events/objects/none", post(`{"${text("the body of an event")}": `)],
  ];
  const said: string[] = [];
  for (const [path, init] of asked) {
    const response = await askPatiently(`${url}${path}`, init);
    said.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
  }
  return said;
}

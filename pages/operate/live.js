// Follows runs and backfills: when something changed, the page is asked for again, and the parts that follow it
// (`data-live`, by name) are taken from there. What somebody is writing into a form stays as it is. A page of which no
// event tells says how many seconds lie between two askings (`data-every`).
const parts = (root) => new Map([...root.querySelectorAll("[data-live]")].map((part) => [part.dataset.live, part]));

let asking = false;
let askAgain = false;

async function refresh() {
  askAgain = true;
  if (asking) return;
  asking = true;
  try {
    while (askAgain) {
      askAgain = false;
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      // Whoever is sent to sign in is signed out.
      if (answer.redirected) clearInterval(timer);
      if (!answer.ok || answer.redirected) return;
      const fresh = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
      for (const [name, part] of parts(document)) {
        const now = fresh.get(name);
        if (now !== undefined && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
      }
    }
  } catch {
    // The server is away: the next event, or the reader, asks again.
  } finally {
    asking = false;
  }
}

// A page that nobody looks at follows nothing.
const seconds = Number(document.querySelector("[data-every]")?.dataset.every ?? 0);
let source;
let timer;
function follow() {
  source?.close();
  source = undefined;
  clearInterval(timer);
  if (document.hidden) return;
  if (seconds > 0) {
    // It was hidden meanwhile: what it shows is old.
    if (timer !== undefined) void refresh();
    timer = setInterval(refresh, seconds * 1000);
    return;
  }
  source = new EventSource("/operate/events");
  source.addEventListener("progress", refresh);
}
document.addEventListener("visibilitychange", follow);
follow();

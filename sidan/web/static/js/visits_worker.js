// SPDX-License-Identifier: Apache-2.0
// Shows the list of visits, and that page alone, when there is no network. Without it the list needs one.
// It is served from within /matching/visits/ and so reaches no other page; what it keeps is thrown away after three days.

const KEPT = "visits";
const MOST_HOURS = 72;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && request.url === self.registration.scope) event.respondWith(page(request));
  else if (request.mode !== "navigate" && address.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

// The network comes first: a list that is there is never shown older than it is. Whoever is sent elsewhere, such as to
// the sign-in page, may no longer see the list, so it is forgotten.
async function page(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(request.url, answer.clone());
    else if (answer.status < 500) await caches.delete(KEPT);
    return answer;
  } catch (failure) {
    const found = await kept.match(request.url, { ignoreVary: true });
    if (found && isFresh(found)) return found;
    await caches.delete(KEPT);
    throw failure;
  }
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const found = await caches.match(request, { cacheName: KEPT, ignoreVary: true });
    if (found) return found;
    throw failure;
  }
}

function isFresh(answer) {
  const made = Date.parse(answer.headers.get("Date") ?? "");
  return Number.isNaN(made) || Date.now() - made < MOST_HOURS * 3600 * 1000;
}

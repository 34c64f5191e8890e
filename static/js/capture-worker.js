// Answers for the page of capture only (its scope), from what it keeps when the network does not answer in time.
// What it keeps is the same for everybody: no page with a name in it is ever stored.
const PATIENCE = 4_000; // milliseconds

self.addEventListener("install", (event) => {
  const fill = (cache) => cache.addAll([KEPT.shell, ...KEPT.files].map((url) => new Request(url, { cache: "reload" })));
  event.waitUntil(caches.open(KEPT.cache).then(fill).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("capture-") && name !== KEPT.cache;
  const sweep = (names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(sweep).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && pathname === KEPT.page) event.respondWith(answer(event.request, KEPT.shell));
  else if (KEPT.files.includes(pathname)) event.respondWith(answer(event.request, pathname));
});

async function answer(request, kept) {
  const fallback = await caches.match(kept);
  if (!fallback) return fetch(request);
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  return Promise.race([fetch(request), late]).catch(() => fallback);
}

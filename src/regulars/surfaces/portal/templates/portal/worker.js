// Keeps the portal's shell and the member's card, so that the card shows without a network.
const SHELL = "portal {{ name }}";
const CARD = "portal card";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PLACES = { card: "{{ places.card }}", offline: "{{ places.offline }}", out: "{{ places.out }}" };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("portal ") && name !== SHELL && name !== CARD;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

const cardFromNetwork = async (request) => {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) (await caches.open(CARD)).put(PLACES.card, answer.clone());
  if (answer.type === "opaqueredirect" || answer.redirected) await caches.delete(CARD);
  return answer;
};

const kept = async () => (await caches.match(PLACES.card)) || caches.match(PLACES.offline);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (path === PLACES.out) event.waitUntil(caches.delete(CARD));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (path === PLACES.card) event.respondWith(cardFromNetwork(request).catch(kept));
    else event.respondWith(fetch(request).catch(() => caches.match(PLACES.offline)));
  } else if (FILES.includes(path)) {
    event.respondWith(caches.match(path).then((file) => file || fetch(request)));
  }
});

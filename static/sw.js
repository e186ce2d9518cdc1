// Keeps the agendas that were opened on this phone, for when there is no network.
//
// Kept are only answers that the server marks public: the same for everybody, whoever is signed in.
// A page of somebody in particular is never kept; its public twin is asked for without the cookie.
// Pages come from the network first, and from here when it takes too long or fails.
"use strict";

const PAGES = "pages-1";
const FILES = "files-1";
const PATIENCE = 2500;
const MOST = { [PAGES]: 80, [FILES]: 60 };
const KEPT = /^\/events\/[^/]+(\/sessions\/[^/]+|\/versions(\/\d+(\/changes)?)?)?$/;
// The check-in desk: its page says nothing of anybody, and must open where there is no network.
const DESK = /^\/events\/[^/]+\/check-in$/;
// Whoever the pages were for, or in which language: afterwards it may be another.
const ANOTHER_READER = /^\/(sign-in\/.+|sign-out|language|join\/.+|events\/[^/]+\/me\/sign-outs)$/;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => !(name in MOST)).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => {
  const { keep, desk, files = [], language } = event.data ?? {};
  const own = files.map((file) => new URL(file)).filter((file) => file.origin === location.origin);
  const work = keep ? [keepTwin(keep, language), keepTwin("/offline", language)] : [];
  if (DESK.test(desk)) work.push(fetch(desk, { redirect: "error" }).then((answer) => keepDesk(desk, answer)));
  for (const file of own.filter(isFile)) work.push(fileAt(new Request(file)));
  event.waitUntil(Promise.allSettled(work));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (ANOTHER_READER.test(url.pathname)) {
    event.waitUntil(Promise.all([caches.delete(PAGES), forgetList()]));
  } else if (request.method !== "GET") {
    return;
  } else if (isFile(url)) {
    event.respondWith(fileAt(request));
  } else if (request.mode === "navigate") {
    event.respondWith(pageAt(event, url));
  }
});

// The address of a file names its content, so it never changes.
const isFile = (url) => url.pathname.startsWith("/static/") && url.searchParams.has("v");

const fileAt = async (request) => {
  const cache = await caches.open(FILES);
  const known = await cache.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && isPublic(answer)) {
    await cache.put(request, answer.clone());
    await forgetOldest(cache, FILES);
  }
  return answer;
};

const pageAt = async (event, url) => {
  const network = fetch(event.request);
  if (KEPT.test(url.pathname)) {
    const keeping = network.then((answer) => keepPage(url, answer.clone()));
    event.waitUntil(keeping.catch(() => {}));
  }
  if (DESK.test(url.pathname)) {
    event.waitUntil(network.then((answer) => keepDesk(url.pathname, answer.clone())).catch(() => {}));
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([network.catch(() => null), late]);
  if (first && first.status < 500) return first;
  return (await keptPage(url)) ?? first ?? network.catch(() => insteadOf(url));
};

const keepPage = async (url, answer) => {
  if (answer.status === 404) {
    const cache = await caches.open(PAGES);
    await cache.delete(url.pathname, { ignoreVary: true });
  }
  if (!answer.ok) return;
  // A page with a search hides what was not looked for.
  if (isPublic(answer) && !url.search) return put(url.pathname, answer);
  const known = await (await caches.open(PAGES)).match(url.pathname, { ignoreVary: true });
  const same = (name) => known?.headers.get(name) === answer.headers.get(name);
  if (known && same("agenda-version") && same("content-language")) return;
  await keepTwin(url.pathname, answer.headers.get("content-language"));
};

const keepDesk = async (path, answer) => {
  if (answer.ok && !answer.redirected) await put(path, answer);
};

// The desk's list of people goes with the sign-in; what was not sent yet has no names and stays.
const forgetList = () =>
  new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase("plenary-check-in");
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });

// What somebody without a sign-in would be shown.
const keepTwin = async (path, language) => {
  if (path !== "/offline" && !KEPT.test(path)) return;
  const headers = language ? { "Accept-Language": language } : {};
  const answer = await fetch(path, { credentials: "omit", headers, redirect: "error" });
  if (answer.ok && isPublic(answer)) await put(path, answer);
};

const put = async (path, answer) => {
  const cache = await caches.open(PAGES);
  const headers = new Headers(answer.headers);
  headers.set("Kept-At", new Date().toISOString());
  // Compression was undone already; and nothing else varies here.
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  await cache.put(path, new Response(await answer.blob(), { headers }));
  await forgetOldest(cache, PAGES);
};

const keptPage = async (url) => {
  const cache = await caches.open(PAGES);
  const known = await cache.match(url.pathname, { ignoreVary: true });
  if (!known) return undefined;
  const at = known.headers.get("Kept-At");
  const text = (await known.text()).replace("<html ", `<html data-as-of="${at}" `);
  return new Response(text, { headers: known.headers });
};

// The agenda itself says what the page of an event session would.
const insteadOf = async (url) => {
  const cache = await caches.open(PAGES);
  const [, event, key] = url.pathname.match(/^(\/events\/[^/]+)\/sessions\/([^/]+)$/) ?? [];
  if (event && (await cache.match(event))) return Response.redirect(`${event}#session-${key}`, 302);
  return (await cache.match("/offline")) ?? Response.error();
};

const isPublic = (answer) => {
  const words = (answer.headers.get("Cache-Control") ?? "").split(",").map((word) => word.trim());
  return words.includes("public") && !words.includes("private") && !words.includes("no-store");
};

const forgetOldest = async (cache, name) => {
  const known = await cache.keys();
  await Promise.all(known.slice(0, -MOST[name]).map((request) => cache.delete(request)));
};

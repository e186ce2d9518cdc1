// Says in words when a page is not fresh, and asks the service worker to keep what was opened.
(() => {
  "use strict";
  const line = document.querySelector("[data-as-of]:not(html)");
  const opened = new Date();
  let kept = document.documentElement.dataset.asOf;

  const say = () => {
    if (!line) return;
    const stale = kept || !navigator.onLine;
    const at = kept ? new Date(kept) : opened;
    const today = at.toDateString() === new Date().toDateString();
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    if (!today) Object.assign(options, { day: "numeric", month: "long" });
    const time = new Intl.DateTimeFormat(window.plenaryAgenda?.locale, options).format(at);
    line.textContent = stale ? line.dataset.words.replace("{time}", time) : "";
  };
  say();
  addEventListener("offline", say);
  addEventListener("online", say);
  document.addEventListener("plenary:fresh", () => {
    kept = "";
    say();
  });

  if (!("serviceWorker" in navigator)) return;
  const first = !navigator.serviceWorker.controller;
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      if (!first) return;
      active.postMessage({ keep: location.pathname, language: document.documentElement.lang });
      // What was asked for before the worker was there, it has not seen; some of it comes later.
      new PerformanceObserver((seen) => {
        active.postMessage({ files: seen.getEntries().map((entry) => entry.name) });
      }).observe({ type: "resource", buffered: true });
    } catch {
      // Refused by the browser's settings: the agenda is read with a network only.
    }
  });
})();

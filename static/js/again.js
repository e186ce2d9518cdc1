// Looks every ten seconds what the page shows by now; for pages without fields and without a feed.
(() => {
  "use strict";
  const EVERY = 10000; // ms

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [fresh, shown] = [page, document].map((one) => one.querySelector("[data-again]"));
      if (fresh && shown && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
    } catch {
      // Without a network the page stays as it is; the next look may find one.
    }
  };

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();

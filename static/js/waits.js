// Waiting: every few seconds the page is asked again, and what waits on it is shown anew.
(() => {
  "use strict";
  const EVERY = 3000; // ms

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      // Let in: the cookie came with the answer, the way goes on where it led.
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok) return location.reload();
      const [fresh, shown] = [page, document].map((one) => one.getElementById("waits"));
      if (!fresh || !shown || fresh.innerHTML === shown.innerHTML) return;
      const held = shown.contains(document.activeElement) && document.activeElement.id;
      shown.replaceWith(fresh);
      if (held) document.getElementById(held)?.focus();
    } catch {
      // Without a network the page stays as it is; the next look may find one.
    }
  };

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();

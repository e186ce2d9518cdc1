// Marks what is on now and what comes next in an agenda, by the server's clock.
// Entries carry data-starts and data-ends (instants); their <li>, or themselves, get data-now.
(() => {
  "use strict";
  const entries = [...document.querySelectorAll("[data-starts][data-ends]")];
  if (!entries.length) return;

  const said = document.querySelector('meta[name="server-now"]')?.content;
  let offset = said ? Date.parse(said) - Date.now() : 0;
  document.addEventListener("plenary:clock", (event) => {
    offset = event.detail.offset;
    mark();
  });

  const stateOf = (entry, now, next) => {
    const starts = Date.parse(entry.dataset.starts);
    if (Date.parse(entry.dataset.ends) <= now) return "";
    if (starts <= now) return "now";
    return starts === next ? "next" : "";
  };

  const mark = () => {
    const now = Date.now() + offset;
    const coming = entries.map((entry) => Date.parse(entry.dataset.starts));
    const next = Math.min(...coming.filter((starts) => starts > now));
    for (const entry of entries) {
      const state = stateOf(entry, now, next);
      const place = entry.closest("li") ?? entry;
      if ((place.dataset.now ?? "") === state) continue;
      if (state) place.dataset.now = state;
      else delete place.dataset.now;
      if (state === "now") entry.setAttribute("aria-current", "time");
      else entry.removeAttribute("aria-current");
    }
  };

  mark();
  setInterval(mark, 10000);
  document.addEventListener("visibilitychange", mark);
})();

// Marks what is on now and what comes next in an agenda, by the server's clock.
// Entries carry data-starts and perhaps data-ends (instants); their <li>, or themselves, get data-now.
// Says "plenary:marked" with {now, next}, the entries, whenever that changes.
(() => {
  "use strict";
  const entries = [...document.querySelectorAll("[data-starts]")];
  if (!entries.length) return;

  // A page kept on the phone says when it was kept: its clock was right at that moment.
  const kept = Date.parse(document.documentElement.dataset.asOf ?? "");
  const said = document.querySelector('meta[name="server-now"]')?.content;
  let offset = said ? Date.parse(said) - (Number.isNaN(kept) ? Date.now() : kept) : 0;
  document.addEventListener("plenary:clock", (event) => {
    offset = event.detail.offset;
    mark();
  });

  const startOf = (entry) => Date.parse(entry.dataset.starts);
  const endOf = (entry) => Date.parse(entry.dataset.ends ?? entry.dataset.starts);
  const placeOf = (entry) => entry.closest("li") ?? entry;
  const inOrder = ["", "next", "now"];
  let before = null;
  let timer = 0;

  const mark = () => {
    const now = Date.now() + offset;
    const coming = Math.min(...entries.map(startOf).filter((starts) => starts > now));
    // What runs side by side shares a row: the row is on while any of it is.
    const rows = new Map();
    const marked = { now: [], next: [] };
    for (const entry of entries) {
      const starts = startOf(entry);
      const state = starts <= now && now < endOf(entry) ? "now" : starts === coming ? "next" : "";
      const known = rows.get(placeOf(entry)) ?? "";
      const stronger = inOrder.indexOf(state) > inOrder.indexOf(known) ? state : known;
      rows.set(placeOf(entry), stronger);
      if (state) marked[state].push(entry);
      if (state === "now") entry.setAttribute("aria-current", "time");
      else entry.removeAttribute("aria-current");
    }
    for (const [row, state] of rows) {
      if ((row.dataset.now ?? "") === state) continue;
      if (state) row.dataset.now = state;
      else delete row.dataset.now;
    }
    const key = (list) => list.map((entry) => entry.dataset.uid ?? entries.indexOf(entry)).join();
    const said = `${key(marked.now)} ${key(marked.next)}`;
    if (said !== before) document.dispatchEvent(new CustomEvent("plenary:marked", { detail: marked }));
    before = said;
    again(now);
  };

  // At the next beginning or end; but once a minute at least, for phones that slept through it.
  const again = (now) => {
    const moments = entries.flatMap((entry) => [startOf(entry), endOf(entry)]);
    const next = Math.min(...moments.filter((moment) => moment > now));
    clearTimeout(timer);
    timer = setTimeout(mark, Math.min(60000, next - now + 50));
  };

  mark();
  for (const event of ["visibilitychange", "pageshow"]) addEventListener(event, mark);
})();

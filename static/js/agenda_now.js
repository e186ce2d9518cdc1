// The list "Now and next" at the top, and the way to the row that is on: kept as now.js marks them.
(() => {
  "use strict";
  const agenda = window.plenaryAgenda;
  const model = document.querySelector("template[data-now-item]");
  if (!agenda || !model) return;

  const section = agenda.place.querySelector("[data-now-list]");
  const way = agenda.place.querySelector("[data-to-now]");
  let marked = null;

  const item = (entry, state) => {
    const made = model.content.cloneNode(true).firstElementChild;
    made.dataset.now = state;
    made.dataset.of = entry.dataset.uid;
    const number = entry.querySelector(".entry__number")?.textContent.trim();
    const title = entry.querySelector(".entry__title");
    const what = (title.querySelector("a") ?? document.createElement("span")).cloneNode(true);
    what.textContent = (number ? `${number}: ` : "") + title.textContent.trim();
    made.querySelector(".now-list__what").append(what);
    made.querySelector(".now-list__where").textContent = where(entry);
    return made;
  };

  const where = (entry) => {
    const day = entry.closest(".day")?.id;
    const date = agenda.place.querySelector(`.day-nav a[href="#${day}"]`)?.lastChild.textContent;
    const times = [...entry.querySelectorAll(".entry__time time")].map((time) => time.textContent);
    const mine = agenda.choices().times === "mine" && agenda.hoursOf?.(entry, true);
    const hours = mine || [date, times.join("–")].filter(Boolean).join(", ");
    const other = mine ? "" : agenda.hoursOf?.(entry);
    return [hours, other, entry.dataset.room].filter(Boolean).join(" · ");
  };

  const draw = () => {
    if (!marked || !section) return;
    const items = [
      ...marked.now.map((entry) => item(entry, "now")),
      ...marked.next.map((entry) => item(entry, "next")),
    ];
    section.querySelector("ul").replaceChildren(...items);
    section.hidden = !items.length;
  };

  const point = () => {
    const row = agenda.place.querySelector('.entries > [data-now="now"]') ?? agenda.place.querySelector(".entries > [data-now]");
    document.getElementById("now")?.removeAttribute("id");
    if (row) row.id = "now";
    if (way) way.hidden = !row;
  };

  document.addEventListener("plenary:marked", (event) => {
    marked = event.detail;
    draw();
    point();
  });
  document.addEventListener("plenary:times", draw);

  // The day in sight is the current one in the navigation.
  const days = agenda.place.querySelectorAll(".day");
  const links = new Map([...agenda.place.querySelectorAll(".day-nav a")].map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver(
    (seen) => {
      for (const one of seen) {
        const link = links.get(one.target.id);
        if (one.isIntersecting) link?.setAttribute("aria-current", "true");
        else link?.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-30% 0px -65% 0px" },
  );
  for (const day of days) watch.observe(day);

  // The service worker leads here from the page of an event session that the phone does not have.
  const slug = location.hash.match(/^#session-(.+)$/)?.[1];
  const entry = slug && agenda.place.querySelector(`[data-slug="${CSS.escape(decodeURIComponent(slug))}"]`);
  if (entry) {
    entry.querySelector(".entry__abstract")?.classList.remove("entry__abstract--brief");
    entry.scrollIntoView();
  }
})();

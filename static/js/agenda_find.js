// Search and filters as one types: hides rows of the page. Without it the server does the same.
(() => {
  "use strict";
  const agenda = window.plenaryAgenda;
  const form = agenda?.place.querySelector("[data-finder]");
  if (!form) return;

  const fields = { q: form.elements.q, day: form.elements.day, room: form.elements.room, kind: form.elements.kind };
  const mine = form.elements.mine;
  const found = form.querySelector("[data-found]");
  const line = form.querySelector("[data-found-line]");
  form.querySelector("[data-only-own]").hidden = false;
  form.querySelector("[data-without-script]").hidden = true;

  const kinds = new Map([...(fields.kind?.options ?? [])].map((option) => [option.value, option.text]));
  const PARTS = ".entry__number, .entry__title, .entry__abstract, .entry__people, .entry__meta, [data-find]";
  const texts = new Map();
  const textOf = (entry) => {
    if (!texts.has(entry)) {
      const parts = [...entry.querySelectorAll(PARTS)].map((part) => part.textContent);
      texts.set(entry, agenda.fold([...parts, kinds.get(entry.dataset.kind) ?? ""].join(" ")));
    }
    return texts.get(entry);
  };
  const dayOf = new Map(
    agenda.entries.map((entry) => [entry, entry.closest(".day")?.id.replace(/^day-/, "") ?? ""]),
  );

  const wanted = () => ({
    words: agenda.fold(fields.q.value).split(/\s+/).filter(Boolean),
    day: fields.day?.value ?? "",
    room: fields.room?.value ?? "",
    kind: fields.kind?.value ?? "",
    mine: mine.checked,
  });
  const shows = (entry, one) =>
    (!one.day || dayOf.get(entry) === one.day) &&
    (!one.room || entry.dataset.room === one.room) &&
    (!one.kind || entry.dataset.kind === one.kind) &&
    (!one.mine || "mine" in entry.dataset) &&
    one.words.every((word) => textOf(entry).includes(word));

  const apply = () => {
    const one = wanted();
    const narrows = one.words.length > 0 || one.day || one.room || one.kind || one.mine;
    let shown = 0;
    for (const entry of agenda.entries) {
      entry.hidden = !shows(entry, one);
      if (!entry.hidden) shown += 1;
    }
    hideEmpty();
    line.hidden = !narrows;
    found.textContent = narrows ? sentence(shown, one) : "";
    remember(one);
  };

  const hideEmpty = () => {
    for (const row of agenda.place.querySelectorAll(".entries > li")) {
      const left = row.querySelectorAll("[data-uid]:not([hidden])").length;
      row.hidden = !left;
      const label = row.querySelector(".parallel__label");
      if (label) label.toggleAttribute("data-alone", left < 2);
    }
    for (const day of agenda.place.querySelectorAll(".day")) {
      day.hidden = !day.querySelector(".entries > li:not([hidden])");
      const link = agenda.place.querySelector(`.day-nav a[href="#${day.id}"]`);
      if (link) link.parentElement.hidden = day.hidden;
    }
  };

  const sentence = (shown, one) => {
    if (shown) {
      return found.dataset.some.replace("{shown}", shown).replace("{all}", agenda.entries.length);
    }
    const none = !agenda.place.querySelector("[data-uid][data-mine]");
    return one.mine && none ? found.dataset.noneOwn : found.dataset.none;
  };

  // In the address, so that a page loaded again or sent to somebody shows the same.
  const remember = (one) => {
    const address = new URL(location.href);
    const values = { q: fields.q.value.trim(), day: one.day, room: one.room, kind: one.kind, mine: one.mine ? "yes" : "" };
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  };

  const asked = new URL(location.href).searchParams;
  for (const [name, field] of Object.entries(fields)) if (field) field.value = asked.get(name) ?? "";
  mine.checked = asked.get("mine") === "yes";

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
    fields.q.blur();
  });
  form.querySelector("[data-show-all]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of Object.values(fields)) if (field) field.value = "";
    mine.checked = false;
    apply();
    fields.q.focus();
  });
  document.addEventListener("plenary:own", () => mine.checked && apply());
  addEventListener("pageshow", (event) => event.persisted && apply());
  if ([...asked.keys()].length) apply();
})();

// Times of two places: the event's, which the page has, and the reader's own where they differ.
// Places are named by their city, never by an abbreviation. The choice which comes first is kept.
(() => {
  "use strict";
  const agenda = window.plenaryAgenda;
  const switcher = agenda?.place.querySelector("[data-times]");
  if (!switcher) return;

  const there = { zone: agenda.place.dataset.zone, city: agenda.place.dataset.city };
  // Browsers still say some old names.
  const renamed = { Calcutta: "Kolkata", Saigon: "Ho Chi Minh City", Katmandu: "Kathmandu", Rangoon: "Yangon", Kiev: "Kyiv" };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = zone.split("/").pop().replaceAll("_", " ");
  const here = { zone, city: renamed[name] ?? name };
  for (const one of [there, here]) {
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: one.zone };
    one.clock = new Intl.DateTimeFormat(agenda.locale, options);
    one.date = new Intl.DateTimeFormat(agenda.locale, { weekday: "short", day: "numeric", month: "short", timeZone: one.zone });
  }
  const differs = (at) =>
    here.clock.format(at) !== there.clock.format(at) || here.date.format(at) !== there.date.format(at);

  const hours = (range, one, dated) => {
    const clocks = [range.starts, range.ends].filter(Boolean).map((at) => one.clock.format(at));
    const date = one.date.format(range.starts);
    // The day is said only where it is not the one under whose heading the entry stands.
    const known = !dated && date === there.date.format(range.starts);
    return (known ? "" : `${date}, `) + clocks.join("–");
  };
  const other = (range, one, dated = false) =>
    switcher.dataset.elsewhere.replace("{hours}", hours(range, one, dated)).replace("{city}", one.city);

  // Where the times of a range stand, and where the other place's are said beside them.
  const ranges = [];
  for (const place of agenda.place.querySelectorAll(".time-range, [data-from]")) {
    if (place.closest(".parallel .entry")) continue;
    const times = [...place.querySelectorAll('time[datetime*="T"]')];
    const starts = place.dataset.from ?? times[0]?.dateTime;
    const ends = place.dataset.until ?? times[1]?.dateTime;
    if (!starts) continue;
    const range = { place, times, starts: new Date(starts), ends: ends ? new Date(ends) : null };
    if (differs(range.starts)) ranges.push(range);
  }
  if (!ranges.length) return;

  const beside = (range) => {
    const line = document.createElement("span");
    line.className = "elsewhere figures";
    const parallel = range.place.closest(".parallel__time");
    if (parallel) parallel.parentElement.querySelector(".parallel__label").append(line);
    else if (range.times.length) {
      const states = range.place.closest(".entry").querySelector(".entry__states");
      states.after(line);
    } else range.place.append(line);
    return line;
  };
  for (const range of ranges) {
    range.line = beside(range);
    range.written = range.times.map((time) => time.textContent);
    if (!range.times.length) continue;
    range.day = document.createElement("span");
    range.day.className = "time-range__note";
    range.place.prepend(range.day);
  }

  const show = (mine) => {
    for (const range of ranges) {
      range.line.textContent = other(range, mine && range.times.length ? there : here);
      range.times.forEach((time, place) => {
        time.textContent = mine ? here.clock.format(new Date(time.dateTime)) : range.written[place];
      });
      if (!range.day) continue;
      const date = here.date.format(range.starts);
      range.day.textContent = mine && date !== there.date.format(range.starts) ? date : "";
    }
    document.dispatchEvent(new CustomEvent("plenary:times"));
  };

  // For lists of their own: an entry's hours here, with their date where no heading says it.
  agenda.hoursOf = (entry, dated) => {
    const starts = new Date(entry.dataset.starts);
    const range = { starts, ends: entry.dataset.ends ? new Date(entry.dataset.ends) : null };
    return differs(starts) ? other(range, here, dated) : "";
  };

  const entriesOnly = ranges.some((range) => range.times.length);
  if (entriesOnly) {
    switcher.append(switcher.querySelector("template").content.cloneNode(true));
    for (const label of switcher.querySelectorAll("label")) {
      label.textContent = label.textContent.replace("{city}", here.city);
    }
    const mine = switcher.querySelector('input[value="mine"]');
    mine.checked = agenda.choices().times === "mine";
    switcher.addEventListener("change", () => {
      agenda.choose({ times: mine.checked ? "mine" : "event" });
      show(mine.checked);
    });
    switcher.querySelector("[data-times-plain]")?.remove();
    show(mine.checked);
  } else show(false);
})();

// What the phone remembers of one agenda, and what its other scripts share: place, entries, folding.
// Remembered are own sessions (by the address of the event session, which no version changes), the
// version last seen, and which times to show. Without storage everything works until the page goes.
window.plenaryAgenda = (() => {
  "use strict";
  const place = document.querySelector("[data-agenda]");
  if (!place) return null;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (key, change) => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...read(key), ...change }));
    } catch {
      // Private windows and full phones.
    }
  };

  // The English of the pages is that of international organisations (app/pages.py).
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;

  const key = `plenary:agenda:${place.dataset.agenda}`;
  // As in app/agenda/finding.py.
  const strokes = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", ı: "i" };
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøłđðæœı]/g, (letter) => strokes[letter]);

  return {
    place,
    key,
    locale,
    fold,
    slug: place.dataset.agenda,
    version: Number(place.dataset.version ?? 0),
    entries: [...place.querySelectorAll("[data-uid]")],
    remembered: () => read(key),
    remember: (change) => write(key, change),
    choices: () => read("plenary:choices"),
    choose: (change) => write("plenary:choices", change),
    tell: (name) => document.dispatchEvent(new CustomEvent(`plenary:${name}`)),
  };
})();

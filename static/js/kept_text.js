// What is typed stays on this device until it is saved: forms with data-keeps (whose it is) and the two notices in it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const PREFIX = "plenary-text:";
  const LONGEST = 14 * 24 * 3600 * 1000; // ms
  // What one person typed is never offered to another.
  const mine = PREFIX + form.dataset.keeps + ":" + new URL(form.action).pathname;
  const [kept, offline] = ["[data-kept]", "[data-offline]"].map((one) => form.querySelector(one));
  let timer = 0;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // a browser that keeps nothing, or a shape of old
    }
  };
  const typed = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  // The revision says from what somebody started; alone it is no text.
  const words = (fields) => fields.filter(([name]) => name !== "revision");
  const drop = () => {
    try {
      localStorage.removeItem(mine);
      sessionStorage.removeItem(PREFIX);
    } catch {
      // Nothing was kept either.
    }
  };
  const keep = () => {
    clearTimeout(timer);
    try {
      localStorage.setItem(mine, JSON.stringify({ at: Date.now(), fields: typed() }));
    } catch {
      // Full or forbidden: the page itself still holds the text.
    }
  };
  const fill = (fields) => {
    for (const field of form.elements) {
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.name && values.length) field.value = values[0];
    }
    form.querySelector("textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const began = typed();
  const found = read(mine);
  const sent = (() => {
    try {
      return sessionStorage.getItem(PREFIX);
    } catch {
      return null;
    }
  })();
  // Saved: the answer to what was sent says so. Refused: the words stand in the fields again.
  const saved = new URLSearchParams(location.search).has("done") && sent;
  if (saved) {
    try {
      localStorage.removeItem(sent);
      sessionStorage.removeItem(PREFIX);
    } catch {
      // Nothing was kept either.
    }
  }
  if (found && !(saved && sent === mine)) {
    if (Date.now() - found.at > LONGEST || same(words(found.fields), words(began))) drop();
    else kept.hidden = false;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  addEventListener("pagehide", () => {
    if (!same(typed(), began)) keep();
  });
  form.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-kept-do]")?.dataset.keptDo;
    if (!wish) return;
    kept.hidden = true;
    if (wish === "take") fill(found.fields);
    else drop();
    form.querySelector("textarea")?.focus();
  });
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) {
      try {
        sessionStorage.setItem(PREFIX, mine);
      } catch {
        // Then the text is offered once more than needed.
      }
      return;
    }
    event.preventDefault();
    offline.hidden = false;
    offline.scrollIntoView({ block: "nearest" });
  });
  addEventListener("online", () => (offline.hidden = true));
})();

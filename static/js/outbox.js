// What is written on the phone is saved there first and sent when the network allows, in order.
// Forms with data-outbox; needs idb. The attributes are written down in app/live/__init__.py.
(() => {
  "use strict";
  const form = document.querySelector("form[data-outbox]");
  if (!form) return;

  const list = document.querySelector("[data-outbox-list]");
  const owner = form.dataset.owner ?? ""; // what one person wrote is never sent as another
  const LONGEST = 60000;
  const memory = new Map(); // where the browser keeps nothing (private windows)
  let delay = 1000;
  let timer = 0;
  let sending = false;

  const opened = idb
    .openDB("plenary", 1, {
      upgrade: (db) => db.createObjectStore("outbox", { keyPath: "client_id" }),
    })
    .catch(() => null);

  const put = async (entry) => {
    const db = await opened;
    if (!db) memory.set(entry.client_id, entry);
    else await db.put("outbox", entry);
  };
  const remove = async (entry) => {
    const db = await opened;
    if (!db) memory.delete(entry.client_id);
    else await db.delete("outbox", entry.client_id);
  };
  // In the order written: the keys are UUIDv7, which sort by time.
  const mine = async () => {
    const db = await opened;
    const all = db ? await db.getAll("outbox") : [...memory.values()];
    return all.filter((entry) => entry.owner === owner);
  };

  // RFC 9562 section 5.7; the counter in rand_a keeps two of one millisecond in order.
  let last = 0;
  let counter = 0;
  const uuid7 = () => {
    const now = Math.max(Date.now(), last);
    counter = now === last ? (counter + 1) & 0xfff : 0;
    last = now;
    const random = crypto.getRandomValues(new Uint8Array(8));
    random[0] = (random[0] & 0x3f) | 0x80;
    const hex = (number, digits) => number.toString(16).padStart(digits, "0");
    const tail = [...random].map((byte) => hex(byte, 2)).join("");
    const head = hex(now, 12);
    return [head.slice(0, 8), head.slice(8), `7${hex(counter, 3)}`, tail.slice(0, 4), tail.slice(4)].join("-");
  };

  const save = async (submitter) => {
    const id = uuid7();
    const written = new Date().toISOString();
    const fields = [...new FormData(form, submitter)].filter(
      ([name, value]) => typeof value === "string" && name !== "client_id" && name !== "written_at",
    );
    fields.push(["client_id", id], ["written_at", written]);
    const field = form.elements.namedItem("text");
    const text = field.value;
    if (!text.trim()) return;
    await put({ client_id: id, owner, url: form.action, fields, text, state: "waiting", message: "" });
    if (field.value === text) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
    await show();
    flush();
  };

  const sentenceOf = async (response) => {
    const body = await response.text();
    try {
      const { detail, message } = JSON.parse(body);
      return String(message ?? detail);
    } catch {
      const page = new DOMParser().parseFromString(body, "text/html");
      const said = page.querySelector("[role=alert]") ?? page.body;
      return said.textContent.trim().slice(0, 300);
    }
  };

  // "sent", "sign-in", "draft" or "later".
  const send = async (entry) => {
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST",
        body: new URLSearchParams(entry.fields),
        headers: { "HX-Request": "true" },
        // A redirect to the sign-in page would end in a 200 that delivered nothing.
        redirect: "manual",
        signal: AbortSignal.timeout(20000),
      });
    } catch {
      return "later";
    }
    if (response.ok) {
      const body = await response.text().catch(() => null);
      // A hotel's portal answers 200 to everything: only an answer that names the input counts.
      if (response.status !== 204 && !body?.includes(entry.client_id)) return "later";
      const feed = document.getElementById("live");
      if (feed && body?.includes("<hx-partial")) {
        await htmx.swap({ sourceElement: feed, target: feed, swap: "none", text: body });
      }
      return "sent";
    }
    if (response.status === 401 || response.type === "opaqueredirect") return "sign-in";
    if (response.status >= 500 || [408, 425, 429].includes(response.status)) return "later";
    entry.message = await sentenceOf(response);
    return "draft";
  };

  const flushOnce = async () => {
    for (const entry of await mine()) {
      if (entry.state === "draft") continue;
      const outcome = await send(entry);
      if (outcome === "sent") await remove(entry);
      else if (outcome !== "later") await put({ ...entry, state: outcome });
      await show();
      if (outcome === "sign-in") return;
      if (outcome === "later") {
        clearTimeout(timer);
        timer = setTimeout(flush, delay * (0.7 + Math.random() * 0.6));
        delay = Math.min(delay * 2, LONGEST);
        return;
      }
      delay = 1000;
    }
  };

  let again = false;
  const flush = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    clearTimeout(timer);
    try {
      do {
        again = false;
        // Two tabs of one person send one after the other; without locks the id keeps it single.
        if (navigator.locks) await navigator.locks.request("plenary-outbox", flushOnce);
        else await flushOnce();
      } while (again);
    } finally {
      sending = false;
    }
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  const showEntry = (entry) => {
    const item = document.createElement("li");
    item.dataset.state = entry.state;
    const text = document.createElement("p");
    text.textContent = entry.text;
    const state = document.createElement("p");
    const words = { waiting: list.dataset.waiting, draft: list.dataset.draft, "sign-in": list.dataset.signIn };
    state.textContent = [words[entry.state], entry.message].filter(Boolean).join(" ");
    item.append(text, state);
    if (entry.state === "draft") {
      const field = form.elements.namedItem("text");
      item.append(
        button(list.dataset.edit ?? "Edit", async () => {
          // Never over a text that is being written.
          field.value = [field.value, entry.text].filter(Boolean).join("\n\n");
          field.focus();
          await remove(entry);
          await show();
        }),
        button(list.dataset.discard ?? "Discard", async () => {
          await remove(entry);
          await show();
        }),
      );
    }
    return item;
  };

  const show = async () => {
    if (!list) return;
    const entries = await mine();
    list.replaceChildren(...entries.map(showEntry));
    list.hidden = entries.length === 0;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    save(event.submitter).catch(() => form.reportValidity());
  });
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  document.addEventListener("plenary:open", flush);
  window.addEventListener("online", flush);
  show().then(flush);
})();

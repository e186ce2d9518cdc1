// The board's feed: drops, applies or asks for numbered frames, and says in words how it stands.
// Loaded before htmx. The attributes are written down in app/live/__init__.py.
(() => {
  "use strict";
  const feed = document.getElementById("live");
  if (!feed) return;

  const COMES_BACK = [1001, 1005, 1006, 1011, 1012, 1013, 1014]; // hx-ws opens again after these
  const ENDINGS = { 4401: "signIn", 4403: "removed", 4410: "closed" };
  const SILENCE = 50000; // ms; the server gives a sign of life every 20 s
  const PATIENCE = 5000; // ms to wait for what was asked

  let seen = Number(feed.dataset.seq ?? -1);
  let waiting = false;
  let asked = 0;
  let heard = 0;
  let connection = null;

  const isOpen = () => connection?.socket?.readyState === WebSocket.OPEN;

  const ask = (from) => {
    if (!isOpen()) return;
    asked = performance.now();
    connection.socket.send(JSON.stringify({ resume: from }));
  };

  const say = (state) => {
    for (const place of document.querySelectorAll("[data-connection]")) {
      const words = place.dataset[state] ?? place.dataset.ended ?? "";
      // Unchanged words are not written again: a screen reader would repeat them.
      if (place.textContent !== words) place.textContent = words;
      place.dataset.state = state;
    }
  };

  const showPresence = (count) => {
    for (const place of document.querySelectorAll("[data-presence]")) {
      const words = (count === 1 && place.dataset.one) || place.dataset.text || "{count}";
      place.textContent = count ? words.replace("{count}", count) : "";
    }
  };

  const markMine = () => {
    const me = feed.dataset.me;
    if (!me) return;
    for (const card of feed.querySelectorAll(`[data-author="${CSS.escape(me)}"]`)) {
      card.dataset.mine = "";
    }
  };

  // True when the frame's content is to be put on the page.
  const take = (frame) => {
    if (typeof frame.now === "string") {
      const offset = Date.parse(frame.now) - Date.now();
      document.dispatchEvent(new CustomEvent("plenary:clock", { detail: { offset } }));
    }
    if (Number.isInteger(frame.presence)) showPresence(frame.presence);
    if (!Number.isInteger(frame.seq)) return false;
    if (!frame.snapshot && frame.seq <= seen) return false;
    if (!frame.snapshot && frame.seq > seen + 1) {
      if (!waiting) ask(seen);
      waiting = true;
      return false;
    }
    seen = frame.seq;
    waiting = false;
    return typeof frame.content === "string";
  };

  document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    if (event.target !== feed) return;
    heard = performance.now();
    let frame = null;
    try {
      frame = JSON.parse(event.detail.message.data);
    } catch {
      // Not a frame: nothing may be put on the page from it.
    }
    if (frame === null || typeof frame !== "object" || !take(frame)) event.preventDefault();
  });

  document.addEventListener("htmx:ws:after:message:incoming", (event) => {
    if (event.target !== feed) return;
    feed.dataset.seq = String(seen);
    markMine();
  });

  document.addEventListener("htmx:ws:after:connection", (event) => {
    if (event.target !== feed) return;
    connection = event.detail.connection;
    heard = performance.now();
    waiting = false;
    // Never in the address: hx-ws opens the same address again after an hour in the pocket.
    ask(seen);
    say("live");
    document.dispatchEvent(new Event("plenary:open"));
  });

  document.addEventListener("htmx:ws:error", (event) => {
    // A frame that could not be put on the page: only the whole board mends that.
    if (event.target === feed && event.detail.error instanceof Error) ask(-1);
  });

  document.addEventListener("htmx:ws:close", (event) => {
    if (event.target !== feed || event.detail.reason === "removed") return;
    const code = event.detail.code;
    if (COMES_BACK.includes(code)) say(navigator.onLine ? "reconnecting" : "offline");
    else say(ENDINGS[code] ?? "ended");
  });

  window.addEventListener("offline", () => say("offline"));
  window.addEventListener("online", () => {
    if (isOpen()) return say("live");
    if (!connection || connection.socket?.readyState !== WebSocket.CLOSED) return;
    // hx-ws may be waiting out its longest delay; it opens at once when the page becomes visible.
    clearTimeout(connection.timer);
    document.dispatchEvent(new Event("visibilitychange"));
  });

  // A page from the back/forward cache looks live and is not: its socket is never opened again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  setInterval(() => {
    if (document.hidden || !isOpen()) return;
    const now = performance.now();
    if (now - heard > SILENCE) {
      say("reconnecting");
      connection.socket.close(); // hx-ws opens a new one when the old one is gone
    } else if (waiting && now - asked > PATIENCE) {
      ask(seen);
    }
  }, 5000);

  say(navigator.onLine ? "reconnecting" : "offline");
  markMine();
})();

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
  const MUTE = 6000; // ms after which a socket that brings nothing counts as blocked

  let seen = Number(feed.dataset.seq ?? -1);
  let waiting = false;
  let asked = 0;
  let heard = 0;
  let connection = null;
  let speaks = false; // this socket has brought something
  let spoke = false; // one socket of this page has
  let failures = 0;
  // Taken over by fallback.js: where sockets do not get through, the same frames go another way.
  let around = { start() {}, stop() {}, ask() {}, isUsed: () => false };

  const isOpen = () => connection?.socket?.readyState === 1; // WebSocket.OPEN, where there is one

  const ask = (from) => {
    asked = performance.now();
    if (isOpen()) connection.socket.send(JSON.stringify({ resume: from }));
    else around.ask(from);
  };

  // A restarted server is away for a few seconds: that is no reason to go around.
  const failed = () => {
    failures += 1;
    if (failures >= (spoke ? 5 : 2) && navigator.onLine && !around.isUsed()) around.start();
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
    if (!speaks && frame !== null) {
      speaks = spoke = true;
      failures = 0;
      around.stop();
      say("live");
    }
    if (frame === null || typeof frame !== "object" || !take(frame)) event.preventDefault();
  });

  const taken = () => {
    feed.dataset.seq = String(seen);
    markMine();
  };

  document.addEventListener("htmx:ws:after:message:incoming", (event) => {
    if (event.target === feed) taken();
  });

  document.addEventListener("htmx:ws:after:connection", (event) => {
    if (event.target !== feed) return;
    connection = event.detail.connection;
    heard = performance.now();
    waiting = false;
    speaks = false;
    const { socket } = connection;
    setTimeout(() => {
      // Some proxies let a socket open and then carry nothing: its first frame comes at once.
      if (!speaks && connection.socket === socket && isOpen()) socket.close();
    }, MUTE);
    // Never in the address: hx-ws opens the same address again after an hour in the pocket.
    ask(seen);
    document.dispatchEvent(new Event("plenary:open"));
  });

  document.addEventListener("htmx:ws:error", (event) => {
    // A frame that could not be put on the page: only the whole board mends that.
    if (event.target === feed && event.detail.error instanceof Error) ask(-1);
  });

  document.addEventListener("htmx:ws:close", (event) => {
    if (event.target !== feed || event.detail.reason === "removed") return;
    const code = event.detail.code;
    if (!COMES_BACK.includes(code)) return end(code);
    if (!document.hidden && !speaks) failed();
    speaks = false;
    if (!around.isUsed()) say(navigator.onLine ? "reconnecting" : "offline");
  });

  const end = (code) => {
    around.stop();
    say(ENDINGS[code] ?? "ended");
  };

  window.addEventListener("offline", () => say("offline"));
  window.addEventListener("online", () => {
    if (isOpen()) return say("live");
    if (around.isUsed()) return around.start();
    if (!connection || connection.socket?.readyState !== 3) return; // WebSocket.CLOSED
    // hx-ws may be waiting out its longest delay; it opens at once when the page becomes visible.
    clearTimeout(connection.timer);
    document.dispatchEvent(new Event("visibilitychange"));
  });

  // A page from the back/forward cache looks live and is not: its socket is never opened again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  setInterval(() => {
    if (document.hidden || !(isOpen() || around.isUsed())) return;
    const now = performance.now();
    if (now - heard > SILENCE) {
      say("reconnecting");
      heard = now;
      if (isOpen()) connection.socket.close(); // hx-ws opens a new one when the old one is gone
      else around.start();
    } else if (waiting && now - asked > PATIENCE) {
      ask(seen);
    }
  }, 5000);

  window.plenaryLive = {
    address: new URL(feed.getAttribute("hx-ws:connect"), location.href),
    seen: () => seen,
    say,
    end,
    goAround: (way) => {
      around = way;
      if (!("WebSocket" in window)) around.start();
    },
    // A message that came another way.
    deliver: async (frame) => {
      heard = performance.now();
      if (!take(frame)) return;
      try {
        await htmx.swap({ sourceElement: feed, target: feed, swap: "none", text: frame.content });
      } catch {
        ask(-1); // as for a socket: only the whole board mends that
      }
      taken();
    },
  };

  // Without sockets in the browser hx-ws would only throw.
  if (!("WebSocket" in window)) feed.removeAttribute("hx-ws:connect");
  say(navigator.onLine ? "reconnecting" : "offline");
  markMine();
})();

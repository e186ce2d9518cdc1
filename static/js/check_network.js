// Tries, one after the other, the ways in which boards reach this device. Words are on the page.
(() => {
  "use strict";
  const list = document.querySelector("[data-checks]");
  if (!list) return;
  const sum = document.querySelector("[data-sum]");
  const again = document.querySelector("[data-again]");
  const PATIENCE = 10000; // ms for each
  const TOLERATED = 60; // s the clock may be off

  const socketTried = () =>
    new Promise((done, fail) => {
      const address = new URL("/check/live", location.href);
      address.protocol = address.protocol.replace("http", "ws");
      const socket = new WebSocket(address);
      socket.addEventListener("open", () => socket.send("here"));
      socket.addEventListener("message", ({ data }) => (JSON.parse(data).said === "here" ? done() : fail()));
      socket.addEventListener("error", fail);
      socket.addEventListener("close", fail);
    });

  // Three events 0.4 seconds apart: all at once means that a proxy holds them back.
  const streamTried = () =>
    new Promise((done, fail) => {
      const source = new EventSource("/check/feed");
      let first = 0;
      source.addEventListener("message", ({ data }) => {
        first ||= performance.now();
        if (data !== "2") return;
        source.close();
        if (performance.now() - first > 500) done();
        else fail();
      });
      source.addEventListener("error", () => {
        source.close();
        fail();
      });
    });

  const asked = async (wait) => {
    const answer = await fetch(`/check/frames?wait=${wait}`, { cache: "no-store" });
    return Date.parse((await answer.json()).now);
  };

  const storeTried = () =>
    new Promise((done, fail) => {
      const request = indexedDB.open("plenary-check", 1);
      request.addEventListener("success", () => {
        request.result.close();
        indexedDB.deleteDatabase("plenary-check");
        done();
      });
      request.addEventListener("error", fail);
    });

  const clockTried = async () => {
    const before = Date.now();
    const server = await asked(0);
    const off = Math.round(((before + Date.now()) / 2 - server) / 1000);
    if (!Number.isFinite(off)) throw new Error();
    if (Math.abs(off) > TOLERATED) throw new Error(list.dataset.seconds.replace("{s}", String(off)));
  };

  const trials = {
    https: async () => {
      const answer = await fetch("/health/live", { cache: "no-store" });
      // A hotel's portal answers anything; and without encryption, the phone keeps nothing.
      if ((await answer.text()).trim() !== "live" || !isSecureContext) throw new Error();
    },
    socket: socketTried,
    stream: streamTried,
    poll: async () => {
      if (!Number.isFinite(await asked(3))) throw new Error();
    },
    store: storeTried,
    clock: clockTried,
  };

  const show = (line, state, words) => {
    line.dataset.state = state;
    line.querySelector("[data-words]").textContent = words;
    line.querySelector("[data-advice]").hidden = state !== "bad";
  };

  const tried = async (name) => {
    const line = document.getElementById(`check-${name}`);
    show(line, "trying", list.dataset.trying);
    const begun = performance.now();
    const slow = new Promise((_, fail) => setTimeout(fail, PATIENCE));
    try {
      await Promise.race([trials[name](), slow]);
      show(line, "good", list.dataset.took.replace("{ms}", String(Math.round(performance.now() - begun))));
      return true;
    } catch (error) {
      show(line, "bad", [list.dataset.bad, error?.message].filter(Boolean).join(": "));
      return false;
    }
  };

  const tryAll = async () => {
    again.hidden = true;
    sum.textContent = sum.dataset.running;
    const works = {};
    for (const name of Object.keys(trials)) works[name] = await tried(name);
    const all = Object.values(works).every(Boolean);
    const some = works.socket || works.stream || works.poll;
    sum.dataset.state = all ? "good" : some ? "enough" : "bad";
    sum.textContent = sum.dataset[sum.dataset.state];
    if (some && !all && works.socket) sum.textContent = sum.dataset.almost;
    again.hidden = false;
  };
  again.addEventListener("click", tryAll);
  tryAll();
})();

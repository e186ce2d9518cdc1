// Where sockets are blocked: the same frames by Server-Sent Events, and behind them by polling.
// Started and stopped by live.js; loaded after htmx and placing. hx-ws goes on trying meanwhile.
(() => {
  "use strict";
  const live = window.plenaryLive;
  if (!live) return;

  const MUTE = 6000; // ms until the first event of a stream; a proxy that collects brings none
  const LONGEST_WAIT = 25; // s one poll stays open
  const LONGEST_PAUSE = 10000; // ms between two attempts
  const REFUSALS = { 401: 4401, 403: 4403, 404: 4410 };

  let used = false;
  let run = 0; // of the present attempt; older ones see that they are not it, and end
  let source = null;
  let request = null;
  let from = null; // asked for by live.js, otherwise what was seen last
  let line = Promise.resolve();

  const address = (name, options) => {
    const url = new URL(live.address);
    url.pathname = url.pathname.replace(/\/live$/, `/${name}`);
    url.searchParams.set("after", String(Math.max(from ?? live.seen(), -1)));
    for (const [key, value] of Object.entries(options ?? {})) url.searchParams.set(key, value);
    from = null;
    return url;
  };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms * (0.7 + Math.random() * 0.6)));
  const words = () => live.say(navigator.onLine ? "reconnecting" : "offline");

  const leave = () => {
    run += 1;
    source?.close();
    request?.abort();
    source = request = null;
  };

  // One after the other: a frame is put on the page before the next one is looked at.
  const deliver = (frame) => {
    line = line.then(() => live.deliver(frame)).catch(() => {});
    return line;
  };

  const ended = (code) => {
    if (code < 4000) return false;
    used = false;
    leave();
    live.end(code);
    return true;
  };

  const stream = () => {
    leave();
    const mine = run;
    let heard = false;
    if (!("EventSource" in window)) return poll();
    source = new EventSource(address("feed"));
    const deaf = setTimeout(() => mine === run && !heard && poll(), MUTE);
    const lost = async () => {
      if (mine !== run) return;
      clearTimeout(deaf);
      // A stream that never spoke may be blocked, or refused: a poll learns which.
      if (!heard) return poll();
      leave();
      const next = run;
      words();
      await pause(1500);
      if (next === run) stream();
    };
    source.addEventListener("message", (event) => {
      if (mine !== run) return;
      if (!heard) {
        heard = true;
        live.say("around");
        document.dispatchEvent(new Event("plenary:open"));
      }
      try {
        deliver(JSON.parse(event.data));
      } catch {
        // Not a frame: nothing may be put on the page from it.
      }
    });
    source.addEventListener("end", (event) => mine === run && (ended(Number(event.data)) || lost()));
    source.addEventListener("error", lost);
  };

  const poll = async () => {
    leave();
    const mine = run;
    let wait = 1;
    let rest = 1000;
    while (mine === run) {
      request = new AbortController();
      const slow = setTimeout(() => request?.abort(), (wait + 15) * 1000);
      try {
        const answer = await fetch(address("frames", { wait }), { signal: request.signal });
        if (mine !== run) return;
        if (REFUSALS[answer.status]) return void ended(REFUSALS[answer.status]);
        if (!answer.ok) throw new Error(answer.statusText);
        const { messages, closed } = await answer.json();
        if (mine !== run) return;
        live.say("around");
        if (rest === 1000 && wait === 1) document.dispatchEvent(new Event("plenary:open"));
        for (const message of messages) await deliver(message);
        if (closed !== null && ended(closed)) return;
        if (closed !== null) await pause(1000);
        wait = Math.min(wait * 2, LONGEST_WAIT);
        rest = 1000;
      } catch {
        if (mine !== run) return;
        words();
        wait = Math.max(1, Math.floor(wait / 2)); // a proxy may not stand long answers
        await pause(rest);
        rest = Math.min(rest * 2, LONGEST_PAUSE);
      } finally {
        clearTimeout(slow);
      }
    }
  };

  live.goAround({
    start: () => {
      used = true;
      if (!document.hidden) stream();
    },
    stop: () => {
      used = false;
      leave();
    },
    ask: (number) => {
      from = number;
      if (used) stream();
    },
    isUsed: () => used,
  });

  document.addEventListener("visibilitychange", () => {
    if (!used) return;
    if (document.hidden) leave();
    else stream();
  });
})();

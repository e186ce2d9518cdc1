// The check-in desk: find a person by name or badge, check in, take back; with and without network.
(() => {
  "use strict";
  const desk = window.plenaryDesk;
  if (!desk) return;
  const { place } = desk;
  const words = place.dataset;
  const at = (name) => place.querySelector(`[data-part-${name}]`);
  const MOST = 60; // rows shown at once
  const AGAIN = 5000; // milliseconds between two looks at the server

  let people = [];
  let etag = "";
  let fetched = null;
  let lines = [];
  let trouble = "";
  let busy = false;
  let again = false;

  // As in app/agenda/finding.py.
  const strokes = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", ı: "i" };
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøłđðæœı]/g, (letter) => strokes[letter]);
  const clock = (moment) =>
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone }).format(new Date(moment));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Since when somebody is here: the server's list, and over it what was not sent yet.
  const hereNow = () => {
    const here = new Map(people.filter((one) => one.here).map((one) => [one.id, one.here]));
    for (const line of lines) {
      if (!line.present) here.delete(line.participant_id);
      else if (!here.has(line.participant_id)) here.set(line.participant_id, line.at);
    }
    return here;
  };

  const found = (query) => {
    const badge = query.replace(/\s/g, "");
    if (/^\d{6}$/.test(badge)) return people.filter((one) => one.badge === badge);
    const parts = fold(query).split(/\s+/).filter(Boolean);
    return people.filter((one) => parts.every((part) => one.folded.includes(part)));
  };

  const row = (one, since, unsent) => {
    const made = at("row").content.cloneNode(true);
    const set = (name, text) => {
      const part = made.querySelector(`[data-part-${name}]`);
      part.textContent = text;
      part.hidden = !text;
    };
    set("name", one.name);
    set("facts", [one.function, one.delegation].filter(Boolean).join(" · "));
    set("since", since ? filled(words.here, { time: clock(since) }) : "");
    set("unsent", unsent ? words.unsent : "");
    const button = made.querySelector("button");
    button.textContent = since ? words.undo : words.enter;
    button.classList.toggle("button--secondary", Boolean(since));
    button.setAttribute("aria-label", `${button.textContent}: ${one.name}`);
    button.dataset.id = one.id;
    button.dataset.present = since ? "" : "yes";
    return made;
  };

  const show = () => {
    const here = hereNow();
    const unsent = new Set(lines.map((line) => line.participant_id));
    const query = at("query").value.trim();
    const list = found(query);
    // Who is still to come stands first; without a question, who came last stands on top.
    list.sort((a, b) =>
      query ? here.has(a.id) - here.has(b.id) : (here.get(b.id) ?? "").localeCompare(here.get(a.id) ?? ""),
    );
    at("results").replaceChildren(...list.slice(0, MOST).map((one) => row(one, here.get(one.id), unsent.has(one.id))));
    at("none").hidden = list.length > 0 || !fetched;
    at("more").hidden = list.length <= MOST;
    at("count").textContent = filled(words.count, { here: here.size, all: people.length });
    const totals = new Map();
    for (const one of people) {
      const name = one.delegation || words.without;
      const [inside, all] = totals.get(name) ?? [0, 0];
      totals.set(name, [inside + here.has(one.id), all + 1]);
    }
    at("delegations").replaceChildren(
      ...[...totals].map(([name, [inside, all]]) => {
        const made = at("total").content.cloneNode(true);
        made.querySelector("th").textContent = name;
        made.querySelector("td").textContent = filled(words.of, { here: inside, all });
        return made;
      }),
    );
    const waits = lines.length ? filled(words.waiting, { count: lines.length }) : words.sent;
    const known = fetched ? filled(words.asOf, { time: clock(fetched) }) : words.loading;
    at("sync").textContent = trouble ? `${trouble} ${known} ${lines.length ? waits : ""}` : fetched ? waits : known;
    place.dataset.state = trouble ? "trouble" : lines.length ? "waiting" : "sent";
  };

  const take = (list, tag, moment) => {
    people = list.map((one) => ({ ...one, folded: fold(`${one.name} ${one.function} ${one.delegation}`) }));
    etag = tag;
    fetched = moment;
  };

  const exchange = async () => {
    if (busy) {
      // The network may have come back while an attempt without it is still failing.
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      while ((lines = await desk.waiting()).length) {
        const batch = lines.slice(0, 500);
        const { refused, status } = await desk.send(batch);
        if (status) {
          trouble = status === 401 || status === 403 ? words.signIn : words.offline;
          break;
        }
        if (refused.length) at("said").textContent = refused.map((one) => one.sentence).join(" ");
        // The list first: until it is there, the queue says who is here.
        await refresh();
        await desk.remove(batch);
      }
      if (!lines.length) await refresh();
    } catch {
      trouble = words.offline;
    } finally {
      busy = false;
      show();
    }
    if (again) exchange();
  };

  const refresh = async () => {
    const answer = await desk.fetchList(etag);
    if (answer.status) {
      trouble = answer.status === 401 || answer.status === 403 ? words.signIn : words.offline;
      return;
    }
    trouble = "";
    fetched = new Date().toISOString();
    if (answer.unchanged) return;
    take(answer.people, answer.etag, fetched);
    await desk.keepList({ people: answer.people, etag, at: fetched });
  };

  const check = async (one, present) => {
    // Seen before it is stored: whoever types on must not lose a letter.
    const line = desk.line(one.id, present);
    lines.push(line);
    const said = present ? (one.delegation ? words.done : words.doneAlone) : words.undone;
    at("said").textContent = filled(said, one);
    at("query").value = "";
    show();
    await desk.add(line);
    lines = await desk.waiting();
    show();
    exchange();
  };

  const byBadge = (text) => {
    const [, badge] = text.match(/badge=(\d{6})/) ?? [];
    return badge && people.find((one) => one.badge === badge);
  };

  at("query").addEventListener("input", show);
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const here = hereNow();
    const open = found(at("query").value.trim()).filter((one) => !here.has(one.id));
    if (at("query").value.trim() && open.length === 1) check(open[0], true);
  });
  at("results").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-id]");
    const one = button && people.find((person) => person.id === Number(button.dataset.id));
    if (one) check(one, button.dataset.present === "yes").then(() => at("query").focus());
  });

  // The camera, where the browser reads codes by itself; everywhere else the number is typed.
  const scan = at("scan");
  if ("BarcodeDetector" in window && navigator.mediaDevices) scan.hidden = false;
  let stream = null;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    at("video").hidden = true;
    scan.setAttribute("aria-pressed", "false");
  };
  scan.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      at("said").textContent = words.camera;
      return;
    }
    const video = at("video");
    video.srcObject = stream;
    video.hidden = false;
    scan.setAttribute("aria-pressed", "true");
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    let last = "";
    while (stream) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code && code.rawValue !== last) {
        last = code.rawValue;
        const one = byBadge(code.rawValue);
        navigator.vibrate?.(80);
        if (!one) at("said").textContent = words.unknown;
        else if (hereNow().has(one.id)) at("said").textContent = filled(words.already, { name: one.name });
        else await check(one, true);
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  });
  addEventListener("pagehide", stop);

  addEventListener("online", exchange);
  document.addEventListener("visibilitychange", () => document.hidden || exchange());
  setInterval(() => document.hidden || exchange(), AGAIN);

  (async () => {
    const kept = await desk.list();
    if (kept) take(kept.people, kept.etag, kept.at);
    lines = await desk.waiting();
    const [, badge] = location.search.match(/[?&]badge=(\d{6})/) ?? [];
    if (badge) at("query").value = badge;
    show();
    await exchange();
  })();

  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      const files = performance.getEntriesByType("resource").map((entry) => entry.name);
      active.postMessage({ desk: location.pathname, files });
      place.dataset.kept = "yes";
    } catch {
      // Refused by the browser's settings: the desk needs a network to be opened.
    }
  });
})();

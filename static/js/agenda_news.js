// What changed since somebody last looked, and whether a newer version was published meanwhile.
(() => {
  "use strict";
  const agenda = window.plenaryAgenda;
  const notice = agenda?.place.querySelector("[data-news]");
  if (!notice) return;

  const here = "newsHere" in notice.dataset;
  const HALF_A_DAY = 12 * 60 * 60 * 1000;
  const FIVE_MINUTES = 5 * 60 * 1000;
  const asOf = document.documentElement.dataset.asOf;

  const ask = async (since) => {
    const address = `/events/${agenda.slug}/changes.json?since=${since}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(5000), cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  // On the page of one event session: its own slots.
  const markHere = (news) => {
    for (const slot of agenda.place.querySelectorAll("[data-news-of]")) {
      if (news[slot.dataset.newsOf]) slot.after(line("span", news[slot.dataset.newsOf]));
    }
  };

  const line = (tag, words) => {
    const made = document.createElement(tag);
    made.className = "entry__news";
    made.textContent = `${words.join(" · ")} · ${notice.dataset.mark}`;
    return made;
  };

  const mark = (news) => {
    if (here) return markHere(news);
    const marked = agenda.entries.filter((entry) => news[entry.dataset.uid]);
    for (const entry of marked) {
      entry.querySelector(".entry__states").after(line("p", news[entry.dataset.uid]));
    }
    if (!marked.length) return;
    marked[0].id ||= "first-news";
    notice.append(notice.querySelector("template").content.cloneNode(true));
    const words = marked.length === 1 ? notice.dataset.one : notice.dataset.many;
    notice.querySelector("[data-news-word]").textContent = words.replace("{count}", marked.length);
    notice.querySelector("[data-news-first]").hash = marked[0].id;
  };

  notice.addEventListener("click", (event) => {
    if (!event.target.closest("[data-news-seen]")) return;
    agenda.remember({ seen: agenda.version, news: null });
    for (const line of agenda.place.querySelectorAll(".entry__news")) line.remove();
    notice.hidden = true;
  });

  // Marks stay for half a day, or until somebody says that they have seen them.
  const compare = async () => {
    const { seen, news } = agenda.remembered();
    if (seen && seen < agenda.version) {
      const found = (await ask(seen)).news;
      // Who looked at one session has not seen what else changed.
      if (!here) agenda.remember({ seen: agenda.version, news: { of: agenda.version, at: Date.now(), found } });
      mark(found);
    } else if (!seen) {
      if (!here) agenda.remember({ seen: agenda.version });
    } else if (news?.of === agenda.version && Date.now() - news.at < HALF_A_DAY) {
      mark(news.found);
    }
  };

  let asked = Date.now();
  const look = async () => {
    asked = Date.now();
    const answer = await ask(agenda.version);
    if (answer.number === agenda.version) {
      agenda.tell("fresh");
    } else if (asOf) {
      // The page came from the phone: the newer one takes its place.
      location.reload();
    } else {
      offer(answer.label);
    }
  };

  const offer = (label) => {
    const place = document.querySelector("[data-newer]");
    if (!place || place.querySelector("a")) return;
    place.append(place.querySelector("template").content.cloneNode(true));
    place.querySelector(".notice__word").textContent = place.dataset.words.replace("{label}", label);
    place.querySelector("a").href = location.pathname + location.search;
  };

  // Without a network there is nothing to say that the line "Offline" does not.
  const quietly = (work) => work().catch(() => {});
  const lookAgain = () => {
    if (document.visibilityState === "visible" && Date.now() - asked >= FIVE_MINUTES) quietly(look);
  };

  quietly(compare);
  if (asOf) quietly(look);
  addEventListener("online", () => quietly(look));
  document.addEventListener("visibilitychange", lookAgain);
  setInterval(lookAgain, FIVE_MINUTES);
})();

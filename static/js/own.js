// Keeps the mark "yours" on one's own cards: frames are the same for everybody and carry none.
// Own are the cards marked when the page came, those in the answers to one's own posts, and what
// another tab of the same person says of its posts.
(() => {
  "use strict";
  const own = new Set();
  const owner = document.querySelector("form[data-outbox]")?.dataset.owner;
  const tabs = owner && "BroadcastChannel" in window ? new BroadcastChannel("plenary-own") : null;

  const learn = (part) => {
    for (const card of part.querySelectorAll("[data-mine][id]")) own.add(card.id);
    for (const one of part.querySelectorAll("[data-own]")) own.add(`input-${one.dataset.own}`);
  };
  const mark = () => {
    for (const id of own) document.getElementById(id)?.setAttribute("data-mine", "");
  };

  // Something became of an input of ours: what, only this person's own page says.
  const ask = async () => {
    const yours = document.querySelector("[id^='yours-']");
    const answer = await fetch(location.pathname).catch(() => null);
    if (!yours || !answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(yours.id);
    if (!now) return;
    yours.replaceChildren(...now.childNodes);
    yours.hidden = now.hidden;
  };
  const hear = (part) => {
    for (const told of part.querySelectorAll("[data-of]")) {
      if (own.has(`input-${told.dataset.of}`)) ask();
    }
  };

  learn(document);
  document.addEventListener("htmx:before:swap", (event) => {
    const before = own.size;
    for (const task of event.detail.tasks ?? []) {
      learn(task.fragment);
      hear(task.fragment);
    }
    if (own.size > before) tabs?.postMessage({ owner, own: [...own] });
  });
  document.addEventListener("htmx:after:swap", mark);
  tabs?.addEventListener("message", ({ data }) => {
    if (data.owner !== owner) return;
    for (const id of data.own) own.add(id);
    mark();
  });
})();

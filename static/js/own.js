// Keeps the mark "yours" on one's own cards: frames are the same for everybody and carry none.
// Own are the cards marked when the page came, and those in the answers to one's own posts.
(() => {
  "use strict";
  const own = new Set();

  const learn = (part) => {
    for (const card of part.querySelectorAll("[data-mine][id]")) own.add(card.id);
  };
  const mark = () => {
    for (const id of own) document.getElementById(id)?.setAttribute("data-mine", "");
  };

  learn(document);
  document.addEventListener("htmx:before:swap", (event) => {
    for (const task of event.detail.tasks ?? []) learn(task.fragment);
  });
  document.addEventListener("htmx:after:swap", mark);
})();

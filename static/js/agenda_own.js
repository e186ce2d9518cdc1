// My sessions: a star for each event session. They are kept on this phone, or on the server for a
// participant who is signed in (data-own="server").
(() => {
  "use strict";
  const agenda = window.plenaryAgenda;
  const star = document.querySelector("template[data-star]");
  if (!agenda || !star) return;

  const onServer = agenda.place.dataset.own === "server";
  const places = [...agenda.place.querySelectorAll("[data-slug]")];
  const stored = () => agenda.remembered().mine ?? [];
  const own = new Set(
    onServer ? places.filter((one) => one.dataset.chosen).map((one) => one.dataset.slug) : stored(),
  );

  const show = () => {
    for (const button of document.querySelectorAll(".star")) {
      const slug = button.closest("[data-slug]").dataset.slug;
      const word = button.querySelector("[data-star-word]");
      word.textContent = own.has(slug) ? word.dataset.added : word.dataset.add;
      button.classList.toggle("star--mine", own.has(slug));
    }
    for (const one of places) one.toggleAttribute("data-mine", own.has(one.dataset.slug));
    agenda.tell("own");
  };

  const toggle = (slug) => (own.has(slug) ? own.delete(slug) : own.add(slug));

  const save = async (slug) => {
    if (!onServer) {
      agenda.remember({ mine: [...own] });
      return true;
    }
    const end = own.has(slug) ? "choice" : "choice/removal";
    const address = `/events/${agenda.slug}/sessions/${slug}/${end}`;
    try {
      // The answer leads to a page, which nobody needs here.
      const answer = await fetch(address, { method: "POST", redirect: "manual" });
      return answer.ok || answer.type === "opaqueredirect";
    } catch {
      return false;
    }
  };

  for (const one of places) {
    const copy = star.content.cloneNode(true);
    const title = one.dataset.starOf ?? one.querySelector(".entry__title")?.textContent ?? "";
    copy.querySelector("[data-star-of]").textContent = title.trim();
    (one.querySelector(".entry__body") ?? one).append(copy);
  }
  show();

  agenda.place.addEventListener("click", async (event) => {
    const button = event.target.closest(".star");
    if (!button) return;
    const slug = button.closest("[data-slug]").dataset.slug;
    toggle(slug);
    show();
    if (await save(slug)) return;
    toggle(slug);
    show();
    const word = button.querySelector("[data-star-word]");
    word.textContent = word.dataset.failed;
  });

  // Another tab of the same phone.
  addEventListener("storage", (event) => {
    if (onServer || event.key !== agenda.key) return;
    own.clear();
    for (const slug of stored()) own.add(slug);
    show();
  });
})();

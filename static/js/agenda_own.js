// My sessions: a star for each event session. They are kept on this phone, or on the server for a
// participant who is signed in (data-own="server"); what the phone had by then goes to the server.
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
    return (await send(slug, own.has(slug) ? "choice" : "choice/removal")) === "done";
  };

  // "done", "gone" (no such session any more) or "failed".
  const send = async (slug, end) => {
    const address = `/events/${agenda.slug}/sessions/${encodeURIComponent(slug)}/${end}`;
    try {
      // The answer leads to a page, which nobody needs here.
      const answer = await fetch(address, { method: "POST", redirect: "manual" });
      if (answer.ok || answer.type === "opaqueredirect") return "done";
      return answer.status === 404 ? "gone" : "failed";
    } catch {
      return "failed";
    }
  };

  // One after the other, and each is forgotten here only once the server has it: a line that breaks
  // in between loses none, and saying it twice changes nothing.
  const join = async () => {
    const joined = [];
    for (const slug of stored()) {
      const answer = await send(slug, "choice");
      if (answer === "failed") break;
      const left = stored().filter((one) => one !== slug);
      agenda.remember({ mine: left.length ? left : undefined });
      if (answer === "done") joined.push(slug);
    }
    const line = document.querySelector("[data-joined]");
    if (!joined.length || !line) return;
    // The page of one session shows its mark without a star.
    if (!places.length) return location.reload();
    for (const slug of joined) own.add(slug);
    show();
    const words = joined.length === 1 ? line.dataset.one : line.dataset.many;
    line.textContent = words.replace("{count}", joined.length);
  };

  for (const one of places) {
    const copy = star.content.cloneNode(true);
    const title = one.dataset.starOf ?? one.querySelector(".entry__title")?.textContent ?? "";
    copy.querySelector("[data-star-of]").textContent = title.trim();
    (one.querySelector(".entry__body") ?? one).append(copy);
  }
  show();
  if (onServer && stored().length) join();

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

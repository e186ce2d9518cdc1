// The rapporteur's desk: a source is dropped on the paragraph it goes into. The same buttons serve keys and thumbs.
(() => {
  "use strict";
  const form = document.getElementById("merge");
  if (!form || !form.querySelector("[name=source]")) return;
  let dragged = null;

  // With a finger a long press would select text and scroll: there one ticks, and taps the paragraph's button.
  const ready = (root) => {
    for (const tick of root.querySelectorAll(".tick:has([name=source])")) tick.draggable = true;
  };
  ready(form);
  // The proposals of similar ones come in later.
  new MutationObserver(() => ready(form)).observe(form, { childList: true, subtree: true });

  const target = (event) => event.target.closest?.(".drop-new, .clause:has(button[form=merge])");

  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".tick");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", dragged.querySelector("label").textContent.trim());
    document.body.classList.add("is-dragging");
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged || !target(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
    for (const other of document.querySelectorAll(".is-over")) other.classList.remove("is-over");
    target(event).classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => target(event)?.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    const place = target(event);
    if (!dragged || !place) return;
    event.preventDefault();
    dragged.querySelector("[name=source]").checked = true;
    form.requestSubmit(place.querySelector("button[form=merge]"));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.body.classList.remove("is-dragging");
    for (const other of document.querySelectorAll(".is-over")) other.classList.remove("is-over");
  });
})();

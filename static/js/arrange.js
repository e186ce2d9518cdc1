// Entries of the draft by mouse, finger and arrow keys. The buttons beside each entry do the same
// without a script; what is dropped is sent through the same form as theirs.
(() => {
  "use strict";
  const words = document.querySelector("[data-arranging]");
  const mover = document.getElementById("mover");
  if (!words || !mover) return;

  const say = (sentence) => (words.textContent = sentence);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  let carried = null;

  // All places in the order of the page: before each row, at the end of each day.
  const places = () => {
    const found = [];
    for (const day of document.querySelectorAll("[data-day]")) {
      for (const row of day.querySelectorAll(":scope > [data-row]")) {
        const own = row.dataset.row === carried?.uid;
        found.push({
          place: `before:${row.dataset.row}`, row, own,
          word: filled(words.dataset.before, { name: row.dataset.rowName }),
        });
      }
      found.push({
        place: `end:${day.dataset.day}`, day,
        word: filled(words.dataset.end, { day: day.dataset.dayName }),
      });
    }
    return found;
  };

  const line = document.createElement("div");
  line.className = "drop-line";
  line.hidden = true;
  const word = document.createElement("span");
  word.className = "drop-line__word";
  line.append(word);
  document.body.append(line);

  const show = (target) => {
    line.hidden = !target;
    if (!target) return;
    const box = (target.row ?? target.day).getBoundingClientRect();
    line.classList.toggle("drop-line--beside", Boolean(target.beside));
    line.style.left = `${box.left + scrollX}px`;
    line.style.width = `${box.width}px`;
    line.style.top = `${(target.row ? box.top : box.bottom) + scrollY - 2}px`;
    line.style.height = target.beside ? `${box.height}px` : "";
    word.textContent = target.word;
  };

  const pickUp = (handle) => {
    carried = { uid: handle.dataset.handle, name: handle.dataset.name, handle, target: null };
    handle.setAttribute("aria-pressed", "true");
    document.getElementById(`slot-${carried.uid}`)?.classList.add("is-carried");
    document.documentElement.classList.add("is-arranging");
  };
  const putDown = () => {
    carried?.handle.setAttribute("aria-pressed", "false");
    if (carried) document.getElementById(`slot-${carried.uid}`)?.classList.remove("is-carried");
    document.documentElement.classList.remove("is-arranging");
    show(null);
    carried = null;
  };
  const drop = () => {
    const { uid, name, target } = carried;
    putDown();
    if (!target || target.own) {
      say(filled(words.dataset.left, { name }));
      return;
    }
    const place = document.createElement("input");
    place.type = "hidden";
    place.name = "place";
    place.value = target.place;
    mover.append(place);
    mover.action = `${words.dataset.top}/slots/${uid}/position`;
    mover.submit();
  };

  // By mouse or finger: the upper and lower third of a row are before and after it, its middle is
  // side by side with it.
  const under = (x, y) => {
    const day = [...document.querySelectorAll("[data-day]")].find((list) => {
      const box = list.closest(".day").getBoundingClientRect();
      return y >= box.top && y <= box.bottom;
    });
    if (!day) return null;
    const all = places();
    for (const row of day.querySelectorAll(":scope > [data-row]")) {
      const box = row.getBoundingClientRect();
      if (y > box.bottom) continue;
      const here = all.findIndex((one) => one.row === row);
      if (y < box.top + box.height / 3) return all[here];
      if (y > box.bottom - box.height / 3) return all[here + 1];
      if (row.dataset.row === carried.uid) return { own: true, row, word: "", place: "" };
      return {
        place: `beside:${row.dataset.row}`, row, beside: true,
        word: filled(words.dataset.beside, { name: row.dataset.rowName }),
      };
    }
    return all.find((one) => one.day === day);
  };

  let pressed = null;
  let justDropped = false;
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || event.button !== 0) return;
    pressed = { handle, y: event.clientY, moved: false };
    handle.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    if (!pressed.moved && Math.abs(event.clientY - pressed.y) < 6) return;
    if (!pressed.moved) {
      if (carried) putDown();
      pressed.moved = true;
      pickUp(pressed.handle);
    }
    event.preventDefault();
    if (event.clientY < 70) scrollBy(0, -18);
    if (event.clientY > innerHeight - 70) scrollBy(0, 18);
    carried.target = under(event.clientX, event.clientY);
    show(carried.target?.own ? null : carried.target);
  });
  document.addEventListener("pointerup", () => {
    const was = pressed;
    pressed = null;
    if (!was?.moved || !carried) return;
    drop();
    // The click that follows a drag is no request to pick up by keyboard.
    justDropped = true;
    setTimeout(() => (justDropped = false), 0);
  });
  document.addEventListener("pointercancel", () => {
    pressed = null;
    putDown();
  });

  // By keyboard, and by those who click or tap without dragging: pick up, choose, put down.
  const step = (by) => {
    const all = places();
    let here = all.findIndex((one) => one.place === carried.target?.place);
    if (here < 0) here = all.findIndex((one) => one.place === `before:${carried.uid}`);
    if (here < 0) here = all.findIndex((one) => one.row?.querySelector(`[id="slot-${carried.uid}"]`));
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    carried.target = next;
    show(next);
    (next.row ?? next.day).scrollIntoView({ block: "nearest" });
    say(next.word);
  };
  document.addEventListener("click", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || justDropped) return;
    if (carried?.handle === handle) {
      drop();
      return;
    }
    if (carried) putDown();
    pickUp(handle);
    say(filled(words.dataset.grabbed, { name: carried.name }));
  });
  document.addEventListener("keydown", (event) => {
    if (!carried || pressed) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      step(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape") {
      const { name } = carried;
      putDown();
      say(filled(words.dataset.left, { name }));
    } else if (event.key === "Tab") {
      putDown();
    }
  });

  for (const handle of document.querySelectorAll("[data-handle]")) handle.hidden = false;
})();

// The speaker's clock, counted down from the server's clock so that every screen shows the same
// second; and the word to whoever is next. Frames carry when the time ends, never what is left.
(() => {
  "use strict";
  const said = document.querySelector('meta[name="server-now"]')?.content;
  let offset = said ? Date.parse(said) - Date.now() : 0;
  let timer = 0;
  let turn = "";

  const written = (seconds) => {
    const whole = Math.abs(seconds);
    const sign = seconds < 0 ? "−" : "";
    return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  const tick = () => {
    clearTimeout(timer);
    const now = Date.now() + offset;
    let wait = Infinity;
    for (const clock of document.querySelectorAll("[data-clock-ends]")) {
      const left = Date.parse(clock.dataset.clockEnds) - now;
      const words = written(Math.ceil(left / 1000));
      if (clock.textContent !== words) clock.textContent = words;
      clock.classList.toggle("clock--over", left <= 0);
      // To the next whole second of this clock, not of this phone.
      wait = Math.min(wait, ((left % 1000) + 1000) % 1000 || 1000);
    }
    if (wait !== Infinity) timer = setTimeout(tick, wait + 5);
  };

  const call = () => {
    const place = document.querySelector("[data-call]");
    if (!place) return;
    const mine = document.querySelector(".speakers [data-mine][data-turn]")?.dataset.turn ?? "";
    if (mine === turn) return;
    turn = mine;
    place.textContent = mine ? place.dataset[mine] : "";
    // Browsers complain of a page that shakes before it was touched.
    if (mine && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
  };

  document.addEventListener("plenary:clock", (event) => {
    offset = event.detail.offset;
    tick();
  });
  for (const event of ["htmx:after:swap", "visibilitychange"]) {
    document.addEventListener(event, () => {
      tick();
      call();
    });
  }
  tick();
  call();
})();

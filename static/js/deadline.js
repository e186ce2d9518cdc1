// Until when: the moment in the reader's own zone, named by its city, and how long there is still time.
// <time datetime data-deadline> is followed by [data-deadline-here] and [data-deadline-left].
(() => {
  "use strict";
  const said = document.querySelector('meta[name="server-now"]')?.content;
  const offset = said ? Date.parse(said) - Date.now() : 0;
  const locale = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const written = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone });
  const unit = (count, name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(count);

  const tick = () => {
    for (const time of document.querySelectorAll("[data-deadline]")) {
      const place = time.closest("[data-deadline-place]");
      const here = place?.querySelector("[data-deadline-here]");
      const left = place?.querySelector("[data-deadline-left]");
      const ends = new Date(time.dateTime);
      if (here && timeZone !== time.dataset.deadline) {
        const city = timeZone.split("/").pop().replaceAll("_", " ");
        here.textContent = here.dataset.deadlineHere.replace("{moment}", written.format(ends)).replace("{city}", city);
      }
      if (!left) continue;
      const minutes = Math.ceil((ends - (Date.now() + offset)) / 60000);
      const days = Math.floor(minutes / 1440);
      const hours = Math.floor((minutes % 1440) / 60);
      const parts = days ? [unit(days, "day"), unit(hours, "hour")] : [unit(hours, "hour"), unit(minutes % 60, "minute")];
      left.textContent = minutes > 0 ? left.dataset.deadlineLeft.replace("{left}", parts.join(" ")) : left.dataset.over;
    }
  };

  tick();
  setInterval(tick, 15000);
})();

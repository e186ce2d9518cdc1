// Puts an agenda into another site's page. Written as a function; the agenda is added behind it.
((agenda) => {
  "use strict";
  const script = document.currentScript;
  const STYLE = `
    :host { all: initial; display: block; container-type: inline-size; color: inherit; font: inherit;
      color-scheme: inherit; line-height: 1.5; }
    h2, h3, p, ol, ul { margin: 0; padding: 0; font-weight: inherit; font-size: inherit; }
    ol, ul { list-style: none; }
    h2 { font-weight: 700; font-size: 1.35em; line-height: 1.2; text-wrap: balance; }
    .day { margin-block-start: 1.75em; }
    h3 { font-weight: 700; font-size: 1.1em; }
    .day > ol { border-block-start: 2px solid; margin-block-start: .4em; }
    .row { padding-block: .55em .65em; }
    .row + .row { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
    .hours { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .beside { display: grid; gap: .75em 1.5em; grid-template-columns: repeat(auto-fit, minmax(min(13em, 100%), 1fr)); }
    .name { font-weight: 600; }
    .quiet .name { font-weight: inherit; font-style: italic; }
    .soft { color: color-mix(in srgb, currentColor 78%, transparent); font-size: .92em; }
    .context { font-style: italic; margin-block-end: .4em; }
    .foot { border-block-start: 2px solid; margin-block-start: 1.25em; padding-block-start: .5em; }
    a { color: inherit; text-underline-offset: .15em; text-decoration: underline 1px color-mix(in srgb, currentColor 45%, transparent); }
    a:hover { text-decoration: underline 2px; }
    a:focus-visible { outline: 3px solid; outline-offset: 2px; }
    @container (min-width: 34em) { .row { display: grid; grid-template-columns: 7.5em 1fr; column-gap: 1em; } }
  `;

  const make = (tag, words, name, ...inside) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    // Always text, never markup: nothing an organiser wrote can become a tag in another site.
    if (words) node.textContent = words;
    node.append(...inside.filter(Boolean));
    return node;
  };
  const link = (href, words) => {
    const node = make("a", words);
    node.href = href;
    return node;
  };
  const entry = (one) =>
    make(
      "li", "", one.quiet ? "quiet" : "",
      one.href ? make("p", "", "name", link(one.href, one.name)) : make("p", one.name, "name"),
      one.where && make("p", one.where, "soft"),
      one.speakers && make("p", one.speakers, "soft"),
      one.chair && make("p", one.chair, "soft"),
    );
  const row = (one) => {
    const list = make("ul", "", one.entries.length > 1 ? "beside" : "", ...one.entries.map(entry));
    list.setAttribute("role", "list"); // Safari takes the list away with its marks
    const time = make("time", one.hours);
    if (one.starts) time.dateTime = one.starts;
    return make(
      "li", "", "row",
      make("p", "", "hours", one.hours && time),
      make("div", "", "", one.context && make("p", one.context, "context"), list),
    );
  };
  const day = (one) => {
    const rows = make("ol", "", "", ...one.rows.map(row));
    rows.setAttribute("role", "list");
    return make(
      "section", "", "day",
      one.ordinal && make("p", one.ordinal, "soft"),
      make("h3", one.name),
      one.theme && make("p", one.theme),
      rows,
    );
  };

  const show = () => {
    const host = make("div");
    host.lang = agenda.language;
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // constructed: a strict style-src of the other site lets it be
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const whole = make("section", "", "",
      make("h2", agenda.title),
      agenda.where && make("p", agenda.where),
      ...agenda.days.map(day),
      make("p", "", "foot soft", link(agenda.address, agenda.whole), make("br"), agenda.version),
    );
    whole.setAttribute("aria-label", agenda.title);
    root.append(whole);
    const into = script?.dataset.into && document.getElementById(script.dataset.into);
    if (into) into.replaceChildren(host);
    else if (script && !script.closest("head")) script.after(host);
    else document.body.append(host);
  };
  // A script in the head, or one that names an element further down, waits until that is there.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show, { once: true });
  else show();
});

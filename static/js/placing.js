// Puts cards where they belong and never touches a field in which somebody is typing.
// Loaded after htmx and hx-ws. Adds the swap "place": <hx-partial hx-swap="place key:data-order">.
(() => {
  "use strict";
  let api;
  const feed = document.getElementById("live");

  const isTextField = (field) =>
    field.matches("textarea, input:not([type=hidden], [type=button], [type=submit]), select");

  const isTypedIn = (field) =>
    field === document.activeElement ||
    (field.defaultValue !== undefined &&
      field.type !== "checkbox" &&
      field.type !== "radio" &&
      field.value !== field.defaultValue);

  const holdsTyping = (node) =>
    [...node.querySelectorAll("textarea, input, select")].some(
      (field) => isTextField(field) && isTypedIn(field),
    );

  // The child before which a card with this key stands; looked for from the end, where most go.
  const successor = (list, card, key, direction) => {
    const order = card.getAttribute(key) ?? "";
    for (let child = list.lastElementChild; child; child = child.previousElementSibling) {
      if (child.id === card.id || !child.hasAttribute(key)) continue;
      const compared = child.getAttribute(key).localeCompare(order, "en", { numeric: true });
      if (compared * direction <= 0) return followedBy(child, card);
    }
    return list.firstElementChild?.id === card.id
      ? list.firstElementChild.nextElementSibling
      : list.firstElementChild;
  };

  const followedBy = (child, card) => {
    const next = child.nextElementSibling;
    return next && next.id === card.id ? next.nextElementSibling : next;
  };

  const move = (list, card, before) => {
    // moveBefore keeps focus and caret; insertBefore is for browsers that lack it.
    if (list.moveBefore && list.isConnected && card.isConnected) list.moveBefore(card, before);
    else list.insertBefore(card, before);
  };

  const place = (list, card, key, direction) => {
    const before = successor(list, card, key, direction);
    const there = card.id && document.getElementById(card.id);
    if (!there) {
      list.insertBefore(card, before);
      return card;
    }
    if (there.parentNode !== list || there.nextElementSibling !== before) move(list, there, before);
    const fragment = document.createDocumentFragment();
    fragment.append(card);
    api.morph(there, fragment, false);
    return there;
  };

  htmx.registerExtension("place", {
    init: (given) => {
      api = given;
    },
    handle_swap: (style, target, fragment, spec) => {
      if (style !== "place") return false;
      const direction = spec.sort === "desc" ? -1 : 1;
      return [...fragment.children].map((card) =>
        place(target, card, spec.key || "data-order", direction),
      );
    },
    // A card or form in which somebody writes stays as it is; its own answer brings the new state.
    htmx_before_morph_node: (node) => {
      if (!(node instanceof Element) || !node.matches("article, form")) return true;
      if (!holdsTyping(node)) return true;
      node.setAttribute("data-outdated", "");
      return false;
    },
  });

  // What a live update takes away while somebody writes in it is put on the shelf with its text.
  let held = [];
  let active = null;
  document.addEventListener("htmx:before:swap", (event) => {
    if (!feed || event.target !== feed) return;
    active = document.activeElement;
    held = [...document.forms].filter(holdsTyping);
  });
  document.addEventListener("htmx:finally:swap", (event) => {
    if (!feed || event.target !== feed) return;
    for (const form of held) {
      if (form.isConnected) continue;
      const shelf = document.querySelector("[data-shelf]");
      if (shelf) {
        shelf.append(form);
        shelf.hidden = false;
      } else {
        feed.before(form);
      }
      htmx.process(form);
      if (form.contains(active)) active.focus();
    }
    held = [];
  });

  // Phones come back within seconds, not after the minute hx-ws would let it grow to.
  htmx.config.ws = { reconnectMaxDelay: 8000, ...htmx.config.ws };

  // On a slow line htmx may have looked at the page before hx-ws was there. Twice does no harm.
  window.addEventListener("load", () => {
    if (feed) htmx.process(feed);
  });
})();

// A gentle word while somebody writes what looks like a person's date of birth or a case number.
// It blocks nothing and sends nothing; only the rules of the room bring the sentence ([data-careful]).
(() => {
  "use strict";
  const DATE = /\b(\d{1,2}[./-]\d{1,2}[./-](19|20)\d{2}|(19|20)\d{2}-\d{2}-\d{2}|\d{1,2} \p{L}+ (19|20)\d{2})\b/u;
  const NAME = /\p{Lu}\p{L}+[ \u00a0]\p{Lu}\p{L}+/u;
  const BORN = /\b(born|date of birth|d\.o\.b|dob|née?|naissance)\b/iu;
  const CASE = /\b(case|file|docket|dossier|affaire)\s*(no\.?|nr\.?|n°|#|number)?\s*[:#]?\s*[\p{L}]{0,4}[ -]?\d[\d/.-]*/iu;

  const looksPersonal = (text) => CASE.test(text) || (DATE.test(text) && (NAME.test(text) || BORN.test(text)));

  document.addEventListener("input", (event) => {
    const place = document.querySelector("[data-careful]");
    if (place && event.target.matches("form[data-outbox] textarea")) {
      place.hidden = !looksPersonal(event.target.value);
    }
  });
})();

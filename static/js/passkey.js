// Passkeys: a form asks the server for a question, the device answers it, the form carries the answer.
(() => {
  "use strict";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  // What parseCreationOptionsFromJSON and toJSON do, for browsers from before 2025.
  const asked = (question) => ({
    ...question,
    challenge: bytes(question.challenge),
    ...(question.user && { user: { ...question.user, id: bytes(question.user.id) } }),
    ...(question.excludeCredentials && {
      excludeCredentials: question.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
    }),
  });
  const said = (key) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (key.response[name]) response[name] = text(key.response[name]);
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
  };

  const forms = document.querySelectorAll("[data-passkey]");
  if (!window.PublicKeyCredential) {
    for (const form of forms) form.querySelector("[data-passkey-without]").hidden = false;
    return;
  }
  for (const form of forms) {
    const [problem, button] = ["[data-passkey-problem]", "[type=submit]"].map((one) => form.querySelector(one));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      button.disabled = true;
      try {
        const answer = await fetch(form.dataset.challenge, { method: "POST", headers: { Accept: "application/json" } });
        const question = await answer.json();
        if (!answer.ok) throw new Error(question.detail);
        const publicKey = asked(question);
        form.elements.answer.value = said(
          await (form.dataset.passkey === "create"
            ? navigator.credentials.create({ publicKey })
            : navigator.credentials.get({ publicKey })),
        );
        form.submit();
      } catch (error) {
        // What browsers say themselves is in no language of ours, and often wrong on purpose.
        problem.textContent =
          error.constructor === Error && error.message
            ? error.message
            : error.name === "InvalidStateError"
              ? problem.dataset.known
              : problem.dataset.failed;
        problem.hidden = false;
        button.disabled = false;
      }
    });
  }
})();

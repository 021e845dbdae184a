// Pages work without this. With it, work that goes on shows by itself how far it
// is, a list that has the focus is walked with arrows or j and k, and a button is
// pressed once.
"use strict";

// A part of the page that says data-again is asked for anew every so many
// milliseconds, until the page no longer says so.
function again() {
  const part = document.querySelector("[data-again]");
  if (!part) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { "X-Again": "1" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-again]");
      if (!fresh || fresh.dataset.stage !== part.dataset.stage) return location.reload();
      if (!part.contains(document.activeElement)) part.replaceWith(fresh);
    } catch { /* the server is away; the page stays as it is */ }
    again();
  }, Number(part.dataset.again));
}
again();

// On a phone the menu is a row that scrolls: where one is shows in it.
document.querySelectorAll(".side nav [aria-current], nav.tabs [aria-current]").forEach((a) => {
  const row = a.closest("nav");
  row.scrollLeft = a.offsetLeft - row.offsetLeft - (row.clientWidth - a.offsetWidth) / 2;
});

// Keys of one letter count only on a row: who dictates text would press them
// unknowingly (WCAG 2.1.4).
document.addEventListener("keydown", (e) => {
  const rows = [...document.querySelectorAll("a.row")];
  const at = rows.indexOf(document.activeElement);
  if (at < 0 || e.ctrlKey || e.metaKey || e.altKey) return;
  const to = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1 }[e.key];
  if (rows[to]) {
    e.preventDefault();
    rows[to].focus();
  } else if (e.key === "n") document.querySelector("[data-new]")?.click();
  else if (e.key === "?") document.querySelector("[data-keys]")?.click();
});

// A form that says data-passkey is answered by a passkey, one that says
// data-passkey-new makes one; then it is sent.
document.addEventListener("submit", async (e) => {
  const form = e.target, ask = form.dataset.passkey, make = form.dataset.passkeyNew;
  if (!(ask || make) || form.dataset.answered || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  try {
    const made = ask
      ? await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(ask)) })
      : await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(make)) });
    form.querySelector("[name=key-answer]").value = JSON.stringify(made.toJSON());
    form.dataset.answered = "yes";
    form.submit();
  } catch { /* the person thought better of it; the other ways stand on the page */ }
}, true);

document.addEventListener("submit", (e) => {
  const button = e.submitter;
  if (!button) return;
  setTimeout(() => { button.disabled = true; });
  addEventListener("pageshow", () => { button.disabled = false; }, { once: true });
});

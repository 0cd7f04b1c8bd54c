// SPDX-License-Identifier: Apache-2.0
// Keeps half-written text in this tab until it is sent. Without it a closed page loses what was written.
// Nothing personal is kept: controls of contact are marked data-private, and the tab's own store ends with the tab.

export function start(part) {
  for (const form of part.querySelectorAll("form[data-draft]:not([data-kept])")) {
    form.dataset.kept = "1";
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => sessionStorage.setItem(`${keyOf(form)}:sent`, "1"));
  }
}

// A form seen again after sending is empty unless the server refused it and wrote the text back itself.
function restore(form) {
  const key = keyOf(form);
  if (sessionStorage.getItem(`${key}:sent`)) {
    sessionStorage.removeItem(`${key}:sent`);
    if (!form.querySelector("[aria-invalid]") && !cameFromSignIn()) sessionStorage.removeItem(key);
  }
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  for (const control of texts(form)) {
    if (!control.value && kept[control.name]) {
      control.value = kept[control.name];
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function cameFromSignIn() {
  return document.referrer.startsWith(`${location.origin}/sign-in`);
}

function keep(form) {
  const written = Object.fromEntries(texts(form).filter((control) => control.value).map((c) => [c.name, c.value]));
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(written));
  } catch {
    // The store is full or forbidden: the text stays in the form, as without this module.
  }
}

function texts(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter(
    (control) => control.name && !control.closest("[data-private]"),
  );
}

function keyOf(form) {
  return `draft:${location.pathname}:${form.dataset.draft}`;
}

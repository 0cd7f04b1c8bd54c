// SPDX-License-Identifier: Apache-2.0
// The small behaviours of every page. Without it every form and link still works; menus close by a second press.

import { notes } from "./notes.js";

function start(part) {
  for (const button of part.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  for (const box of part.querySelectorAll("[data-needs]")) showNeeded(box);
  for (const spare of part.querySelectorAll("[data-nojs]")) spare.hidden = true;
  if (part.querySelector("[data-photos]")) import("./photos.js").then((module) => module.start(part));
  if (part.querySelector("[data-draft]")) import("./draft.js").then((module) => module.start(part));
  if (part.querySelector("[data-map]")) import("./map.js").then((module) => module.start(part));
  if (part.querySelector(".sd-look, [data-show], [data-fill]")) import("./answer.js").then((module) => module.start(part));
  if (part.querySelector("[data-position]")) import("./position.js").then((module) => module.start(part));
  if (part.querySelector("[data-locate]")) import("./locate.js").then((module) => module.start(part));
}

// Boxes that belong to one choice are shown while it is made: data-needs="solved=no".
function showNeeded(box) {
  const [name, value] = box.dataset.needs.split("=");
  const form = box.closest("form");
  const shown = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some((control) =>
    control.matches("select") ? control.value === value : control.checked && control.value === value,
  );
  box.hidden = !shown;
  for (const control of box.querySelectorAll("input, select, textarea")) control.disabled = !shown;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  if (!form) return;
  for (const box of form.querySelectorAll("[data-needs]")) showNeeded(box);
  if (event.target.matches("[data-submit]")) form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button, a");
  if (button?.matches("[data-print]")) window.print();
  if (button?.matches("[data-confirm]") && !window.confirm(button.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (button?.matches("[data-copy]")) await copy(button);
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}, true);

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  window.setTimeout(() => { words.textContent = before; }, 2500);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second press while the first is under way does nothing; coming back by the browser's button opens the form again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-busy", "true");
});

function reopen(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-busy");
}

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(reopen));
document.addEventListener("htmx:afterRequest", () => document.querySelectorAll("form[data-sent]").forEach(reopen));
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

// What stands on `sidan:tick` is fetched anew twice a minute, while somebody can see it.
window.setInterval(() => {
  if (document.visibilityState === "visible") document.body.dispatchEvent(new CustomEvent("sidan:tick"));
}, 30000);

notes();
start(document);

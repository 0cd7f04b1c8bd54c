// SPDX-License-Identifier: Apache-2.0
// A queue by keyboard: j and k walk, x ticks, Enter opens, / searches; a tick with Shift ticks all between.
// Without it ticks are pressed one by one and the button below the list stays in view.

let last = null;

function ticks(form) {
  return [...form.querySelectorAll("input[name=o]")];
}

function count(form) {
  const tray = form.querySelector("[data-tray]");
  if (!tray) return;
  const ticked = ticks(form).filter((tick) => tick.checked).length;
  tray.hidden = ticked === 0;
  tray.querySelector("[data-ticked]").hidden = false;
  tray.querySelector("[data-count]").textContent = ticked;
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-queue] input[name=o]")) return;
  const form = event.target.closest("form");
  const all = ticks(form);
  const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const tick of all.slice(from, to + 1)) tick.checked = event.target.checked;
  last = event.target;
  count(form);
});

function walk(step) {
  const links = [...document.querySelectorAll(".sd-queue-link")];
  const at = links.indexOf(document.activeElement.closest?.(".sd-queue-row")?.querySelector(".sd-queue-link"));
  const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
  next?.focus();
  next?.closest("li").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const row = document.activeElement.closest?.(".sd-queue-row");
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x") row?.querySelector("input[name=o]")?.click();
  else if (event.key === "/") [...document.querySelectorAll("input[name=q]")].find((box) => box.offsetParent)?.focus();
  else return;
  event.preventDefault();
});

// Coming back by the browser's button brings the ticks back as well.
function recount() {
  for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = !window.matchMedia("(hover: hover)").matches;
  for (const form of document.querySelectorAll("[data-queue]")) count(form);
}
window.addEventListener("pageshow", recount);
document.addEventListener("htmx:load", recount);
recount();

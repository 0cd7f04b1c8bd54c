// SPDX-License-Identifier: Apache-2.0
// Drags a company to another liaison; each liaison says what it would cost there, and a question stands before the move.
// Without it the handle is a link to a page with every liaison and the same numbers.

const board = document.querySelector("[data-pair-drag]");
const dialog = document.querySelector("[data-pair-dialog]");
const said = document.querySelector("[data-pair-said]");
const FAR_ENOUGH = 6;
const EDGE = 60;
const SCROLL = 18;
let held = null;

board?.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-company]");
  if (!handle || event.button !== 0) return;
  held = { handle, x: event.clientX, y: event.clientY, choices: null, ghost: null };
  handle.setPointerCapture(event.pointerId);
});

board?.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_ENOUGH) return;
  if (!held.ghost) begin();
  const transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
  held.ghost.animate({ transform: [transform, transform] }, { duration: 1, fill: "forwards" });
  if (event.clientY < EDGE) window.scrollBy(0, -SCROLL);
  if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
  over(event);
});

board?.addEventListener("pointerup", (event) => {
  if (!held) return;
  const dropped = held;
  const target = dropped.ghost ? over(event) : null;
  end();
  if (target) dropped.choices.then((found) => ask(dropped, target, found)).catch(() => location.assign(dropped.handle.href));
});

board?.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) end(); });
// The press that ends a drag is no press on the link.
board?.addEventListener("click", (event) => {
  if (event.target.closest("[data-company]") && board.dataset.dragged) event.preventDefault();
}, true);
dialog?.querySelector("[data-pair-no]").addEventListener("click", () => dialog.close());

function begin() {
  const ghost = Object.assign(document.createElement("div"), { className: "pairs-carried", textContent: held.handle.dataset.name });
  document.body.append(ghost);
  held.ghost = ghost;
  board.dataset.dragged = "1";
  const address = new URL(board.dataset.choices, location.href);
  address.searchParams.set("company", held.handle.dataset.company);
  address.searchParams.set("seat", held.handle.dataset.seat);
  const carried = held;
  held.choices = fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
  held.choices.then((found) => { if (held === carried) tell(found); }).catch(() => {});
}

function tell({ choices }) {
  for (const card of board.querySelectorAll("[data-liaison]")) {
    const choice = choices[card.dataset.liaison];
    const told = card.querySelector("[data-told]");
    if (!choice || choice.here) continue;
    told.textContent = choice.open ? choice.change : `${choice.hindrance}${choice.swap ? ` (${choice.change})` : ""}`;
    told.hidden = false;
    card.classList.toggle("pairs-shut", !choice.open);
  }
}

function over(event) {
  const card = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-liaison]");
  const own = held.handle.closest("[data-liaison]");
  for (const each of board.querySelectorAll(".pairs-over")) if (each !== card) each.classList.remove("pairs-over");
  if (!card || card === own) return null;
  card.classList.add("pairs-over");
  const told = card.querySelector("[data-told]");
  const words = told.hidden ? "" : `${card.dataset.name}: ${told.textContent}`;
  if (said.textContent !== words) said.textContent = words;
  return card;
}

function end() {
  held?.ghost?.remove();
  held = null;
  for (const each of board.querySelectorAll(".pairs-over, .pairs-shut")) each.classList.remove("pairs-over", "pairs-shut");
  for (const told of board.querySelectorAll("[data-told]")) told.hidden = true;
  window.setTimeout(() => delete board.dataset.dragged, 0);
}

// The question names the cost; where something stands in the way it says what, and leads to the page with the ways.
function ask({ handle }, card, { choices }) {
  const choice = choices[card.dataset.liaison];
  if (!choice) return location.assign(handle.href);
  const words = { company: handle.dataset.name, liaison: choice.name, change: choice.change };
  const question = board.dataset.ask.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  dialog.querySelector("[data-pair-ask]").textContent = choice.open ? question : `${choice.name}: ${choice.hindrance}`;
  dialog.querySelector("[data-pair-why]").textContent = choice.why;
  dialog.querySelector("[data-pair-yes]").hidden = !choice.open;
  const more = new URL(handle.href);
  if (choice.swap) more.searchParams.set("swap", card.dataset.liaison);
  dialog.querySelector("[data-pair-more]").href = choice.swap ? `${more}#swap` : more;
  const form = dialog.querySelector("form");
  form.elements.company.value = handle.dataset.company;
  form.elements.seat.value = handle.dataset.seat;
  form.elements.adviser.value = card.dataset.liaison;
  dialog.showModal();
}

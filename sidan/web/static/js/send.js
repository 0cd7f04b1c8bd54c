// SPDX-License-Identifier: Apache-2.0
// Ticks many orders at once without asking the server, counts them, and lets the unit follow the matter chosen.
// Without it the buttons bring the page back with the ticks set, and units are chosen by hand.

const form = document.querySelector("[data-send]");

function ticks(part) {
  return [...part.querySelectorAll("input[name=o]")];
}

function count() {
  form.querySelector("[data-ticked]").hidden = false;
  form.querySelector("[data-count]").textContent = ticks(form).filter((tick) => tick.checked).length;
}

function tickAs(wish) {
  if (wish === "sure" || wish === "known") {
    for (const tick of ticks(form)) tick.checked = wish in tick.dataset;
  } else if (wish === "none") {
    for (const tick of ticks(form)) tick.checked = false;
  } else {
    const own = ticks(form.querySelector(`[data-group="${CSS.escape(wish)}"]`));
    const all = own.every((tick) => tick.checked);
    for (const tick of own) tick.checked = !all;
  }
  count();
}

if (form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=tick]");
    if (!button) return;
    event.preventDefault();
    tickAs(button.value);
  });
  form.addEventListener("change", (event) => {
    const unit = event.target.selectedOptions?.[0]?.dataset.unit;
    const select = event.target.closest("li")?.querySelector("select[name^=unit-]");
    if (unit && select) select.value = unit;
    count();
  });
  window.addEventListener("pageshow", count);
  count();
}

// SPDX-License-Identifier: Apache-2.0
// Keeps map and list of the place from contradicting one another: what was touched last counts.
// Without it only the list is there. The list folds away where a map can be drawn.

for (const fold of document.querySelectorAll("details[data-closes]")) {
  const picked = [...fold.querySelectorAll("select")].some((select) => select.value);
  if (!picked && document.createElement("canvas").getContext("webgl2")) fold.open = false;
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("select[name=area]")) return;
  for (const name of ["lon", "lat"]) {
    const input = document.querySelector(`input[name=${name}]`);
    if (input) input.value = "";
  }
  document.querySelector("[data-map=pick] .maplibregl-marker")?.remove();
}, true);

document.addEventListener("sidan:placed", () => {
  for (const select of document.querySelectorAll("select[name=area]")) select.value = "";
});

// SPDX-License-Identifier: Apache-2.0
// Puts a word of the vocabulary into the field above it at a tap. Without it the names are read there and typed.

const COMMAS = /[、,，;；]/;

for (const box of document.querySelectorAll("[data-words-for]")) {
  const field = document.getElementById(box.dataset.wordsFor);
  if (!field || field.disabled) continue;
  for (const word of box.querySelectorAll("[data-word]")) word.replaceWith(button(word.textContent, field));
}

function button(name, field) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  const show = () => made.setAttribute("aria-pressed", String(words(field).includes(name)));
  made.addEventListener("click", () => {
    const had = words(field);
    const has = had.includes(name) ? had.filter((each) => each !== name) : [...had, name];
    field.value = has.join("、");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", show);
  show();
  return made;
}

function words(field) {
  return field.value.split(COMMAS).map((each) => each.trim()).filter(Boolean);
}

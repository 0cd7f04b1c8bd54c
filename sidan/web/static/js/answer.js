// SPDX-License-Identifier: Apache-2.0
// Shows the place in an answer that a hint is about, and begins an answer with that to a similar order. Without it
// hints quote the place all the same, and the link opens the form with the older answer in it.

export function start(part) {
  for (const button of part.querySelectorAll("[data-show]")) button.hidden = false;
}

function box(control, name) {
  const scope = control.closest("form") ?? document;
  return scope.querySelector(`textarea[name="${CSS.escape(name)}"]`);
}

// Places are counted in characters, as people count them; the browser counts an emoji as two.
function place(text, at) {
  return [...text].slice(0, at).join("").length;
}

document.addEventListener("click", (event) => {
  const show = event.target.closest("[data-show]");
  if (show) {
    const text = box(show, show.dataset.show);
    if (!text) return;
    text.focus();
    text.setSelectionRange(place(text.value, show.dataset.start), place(text.value, show.dataset.end));
    text.scrollIntoView({ block: "nearest" });
  }
  const fill = event.target.closest("[data-fill]");
  if (fill) {
    const text = box(fill, fill.dataset.fill);
    if (!text) return;
    event.preventDefault();
    text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${fill.dataset.text}` : fill.dataset.text;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
});

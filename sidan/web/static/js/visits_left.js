// SPDX-License-Identifier: Apache-2.0
// Shows notes on this phone that no visit of the list takes any more, as when the company has declined meanwhile, to be
// kept as a file or thrown away. Without it such a note stays on the phone unseen; nothing is lost.

export function showLeft(box, notes, forget) {
  const section = box.querySelector("[data-left]");
  for (const [number, note] of notes) {
    const row = section.querySelector("template").content.firstElementChild.cloneNode(true);
    const text = [note.findings, note.problems].filter((each) => each.trim()).join("\n\n");
    row.querySelector("[data-left-company]").textContent = note.company ?? "";
    const order = row.querySelector("[data-left-order]");
    order.textContent = number;
    order.href = box.dataset.scope + number;
    row.querySelector("textarea").value = text;
    const file = row.querySelector("[data-left-file]");
    file.download = `${number}.txt`;
    file.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
    row.querySelector("[data-left-drop]").addEventListener("click", ({ currentTarget }) => {
      if (!window.confirm(currentTarget.dataset.ask)) return;
      forget(number);
      row.remove();
      section.hidden = !section.querySelector("li");
    });
    section.querySelector("ul").append(row);
  }
  section.hidden = !section.querySelector("li");
}

// SPDX-License-Identifier: Apache-2.0
// Refusals and lost connections become notes beside what was pressed. Without it htmx puts them on top of the page.

const asking = new WeakMap();

export function notes() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status < 400) return;
    const retargeted = xhr.getResponseHeader("HX-Retarget") !== null;
    // A form sent back with its faults is swapped where it stood; any other answer without our header is a proxy's page.
    if (!retargeted && xhr.status !== 422) {
      event.detail.shouldSwap = false;
      lost();
      return;
    }
    const beside = retargeted && requestConfig.elt.closest("form, .sd-move")?.querySelector("[data-note]");
    if (beside) {
      event.detail.target = beside;
      event.detail.swapOverride = "innerHTML";
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, lost);
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    if (detail.target === detail.elt) asking.set(detail.elt, detail.xhr);
  });
  // What asks for itself and leaves the page before it is answered has no place for the answer, nor for its refusal.
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
    const xhr = asking.get(target);
    if (xhr && xhr.readyState !== XMLHttpRequest.DONE) xhr.abort();
  });
}

function lost() {
  const words = document.getElementById("lost");
  if (!words) return;
  document.getElementById("messages").replaceChildren(words.content.cloneNode(true));
  window.scrollTo({ top: 0 });
}

// SPDX-License-Identifier: Apache-2.0
// Asks for the crew's orders again, the nearest first, once the phone has said where it is. Without it they stand by grid.

document.addEventListener("sidan:located", (event) => {
  const form = event.target.closest("#nearest");
  if (!form) return;
  form.elements.lon.value = event.detail.lon;
  form.elements.lat.value = event.detail.lat;
  form.dispatchEvent(new CustomEvent("sidan:here"));
});

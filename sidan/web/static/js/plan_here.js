// SPDX-License-Identifier: Apache-2.0
// Asks for the grid around the phone once it has said where it is. Without it the community is picked from the list.

document.addEventListener("sidan:located", (event) => {
  const form = event.target.closest("#here");
  if (!form) return;
  form.elements.lon.value = event.detail.lon.toFixed(5);
  form.elements.lat.value = event.detail.lat.toFixed(5);
  form.requestSubmit();
});

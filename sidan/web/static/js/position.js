// SPDX-License-Identifier: Apache-2.0
// Puts the phone's own position into the field beside the button. Without it longitude and latitude are typed.

export function start(part) {
  for (const box of part.querySelectorAll("[data-position]")) {
    const input = box.querySelector("input");
    box.addEventListener("sidan:located", (event) => {
      event.stopPropagation();
      input.value = `${event.detail.lon.toFixed(6)},${event.detail.lat.toFixed(6)}`;
    });
  }
}

// SPDX-License-Identifier: Apache-2.0
// Fills the map picker from the phone's own position. Without it the button stays hidden and the place is picked or written.

export function start(part) {
  if (!("geolocation" in navigator)) return;
  for (const button of part.querySelectorAll("[data-locate][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => locate(button));
  }
}

function locate(button) {
  const status = button.parentElement.querySelector("[data-map-status]");
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.removeAttribute("aria-busy");
      if (status) status.textContent = button.dataset.found;
      const place = { lon: coords.longitude, lat: coords.latitude };
      button.dispatchEvent(new CustomEvent("sidan:located", { bubbles: true, detail: place }));
    },
    () => {
      button.removeAttribute("aria-busy");
      if (status) status.textContent = button.dataset.failed;
    },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

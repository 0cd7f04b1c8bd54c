// SPDX-License-Identifier: Apache-2.0
// Shows chosen photos and makes them smaller before they are sent, to spare the resident's data allowance.
// Without it the plain file input sends the photos as they are, and the server makes them smaller.

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
const SMALL_ENOUGH = 400 * 1024;

export function start(part) {
  for (const box of part.querySelectorAll("[data-photos]:not([data-started])")) {
    box.dataset.started = "1";
    const input = box.querySelector("input[type=file]");
    const chosen = [];
    input.addEventListener("change", () => add(box, input, chosen));
    // A quick hand has chosen before this script was there.
    if (input.files.length) add(box, input, chosen);
  }
}

async function add(box, input, chosen) {
  const most = Number(box.dataset.max);
  const fresh = [...input.files].filter((file) => !chosen.includes(file));
  const taken = fresh.slice(0, Math.max(0, most - chosen.length));
  const full = box.querySelector("[data-photos-full]");
  full.hidden = taken.length === fresh.length;
  full.querySelector("span").textContent = box.dataset.full;
  box.setAttribute("aria-busy", "true");
  for (const file of taken) chosen.push(await smaller(file));
  box.removeAttribute("aria-busy");
  show(box, input, chosen);
}

// Returns the photo at most LONGEST_SIDE wide and high, or as it is where the browser cannot read it (HEIC on some phones).
async function smaller(file) {
  if (!file.type.startsWith("image/")) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

function show(box, input, chosen) {
  const transfer = new DataTransfer();
  for (const file of chosen) transfer.items.add(file);
  input.files = transfer.files;
  const list = box.querySelector(".sd-photos-list");
  for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
  list.replaceChildren(...chosen.map((file) => {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "✕";
    remove.setAttribute("aria-label", `${box.dataset.remove}: ${file.name}`);
    remove.addEventListener("click", () => {
      chosen.splice(chosen.indexOf(file), 1);
      show(box, input, chosen);
      input.focus();
    });
    item.append(picture, remove);
    return item;
  }));
}

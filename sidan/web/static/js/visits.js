// SPDX-License-Identifier: Apache-2.0
// Keeps the list of visits on the phone, and notes that are written while there is no network until they are sent.
// Without it the list needs a network, and what was said is sent at once like any form.

import { showLeft } from "./visits_left.js";

const box = document.querySelector("[data-visits]");
const KEPT = "visits";
const NOTE = "visit-note:";
const OWNER = "visits-owner";

function start() {
  if (localStorage.getItem(OWNER) !== box.dataset.owner) forget();
  localStorage.setItem(OWNER, box.dataset.owner);
  for (const form of box.querySelectorAll("form[data-note]")) restore(form);
  showLeft(box, left(), (number) => localStorage.removeItem(NOTE + number));
  box.addEventListener("input", (event) => keep(event.target.closest("form[data-note]"), false));
  box.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-note]")) return;
    event.preventDefault();
    keep(event.target, true);
    // The page of the visit says what became of each problem, as it does after a plain form.
    send(event.target).then((isSent) => { if (isSent) location.assign(event.target.dataset.visit); });
  });
  window.addEventListener("online", back);
  window.addEventListener("offline", tellNetwork);
  tellNetwork();
  if (navigator.onLine) sendWaiting();
  if ("serviceWorker" in navigator) keepPage().catch(() => {});
}

// Another person's notes and pages are nobody else's to read.
function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(NOTE)) localStorage.removeItem(key);
  if ("caches" in window) caches.delete(KEPT);
}

function tellNetwork() {
  box.querySelector("[data-offline]").hidden = navigator.onLine;
}

function back() {
  tellNetwork();
  sendWaiting();
}

async function keepPage() {
  await navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope });
  if (!navigator.onLine) return;
  await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
  const wanted = parts.filter((name) => new URL(name).pathname.startsWith("/static/"));
  const sheets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src);
  const kept = await caches.open(KEPT);
  const files = new Set([...wanted, ...sheets].filter((name) => new URL(name).origin === location.origin));
  await kept.addAll([...files, new URL(box.dataset.scope, location.href).href]);
  box.querySelector("[data-ready]").hidden = false;
  box.dataset.keeps = "";
}

function read(form) {
  return noteOf(form.dataset.note);
}

function noteOf(number) {
  return JSON.parse(localStorage.getItem(NOTE + number) ?? "null");
}

// Notes in which something stands and for which the list has no form.
function left() {
  const numbers = Object.keys(localStorage).filter((key) => key.startsWith(NOTE)).map((key) => key.slice(NOTE.length));
  const without = numbers.filter((number) => !box.querySelector(`form[data-note="${CSS.escape(number)}"]`));
  return without.map((number) => [number, noteOf(number)]).filter(([, note]) => (note.findings + note.problems).trim());
}

function keep(form, waits) {
  if (!form) return;
  const company = form.closest("li").querySelector("h3").textContent;
  const note = { company, findings: form.elements.findings.value, problems: form.elements.problems.value, waits };
  try {
    localStorage.setItem(NOTE + form.dataset.note, JSON.stringify(note));
  } catch {
    // The store is full or forbidden: the text stays in the form, as without this module.
  }
}

function restore(form) {
  const note = read(form);
  if (!note) return;
  for (const name of ["findings", "problems"]) form.elements[name].value ||= note[name];
  if (note.findings || note.problems) form.closest("details").open = true;
  if (note.waits) tell(form, box.dataset.kept);
}

function tell(form, words) {
  const place = form.querySelector("[data-told]");
  place.textContent = words;
  place.hidden = false;
}

async function sendWaiting() {
  for (const form of box.querySelectorAll("form[data-note]")) if (read(form)?.waits) await send(form);
}

// A note is thrown away only when the server says that it has it; what it refuses stays in the form with the reason.
async function send(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
    redirect: "manual",
  }).catch(() => null);
  reopen(form);
  if (!answer || answer.status >= 500) return tell(form, box.dataset.kept);
  if (answer.type === "opaqueredirect" || answer.status === 403) return tell(form, box.dataset.again);
  const said = await answer.json().then((body) => body.said, () => "");
  if (!answer.ok) {
    keep(form, false);
    return tell(form, said);
  }
  localStorage.removeItem(NOTE + form.dataset.note);
  tell(form, said || box.dataset.sent);
  form.querySelector("[data-told]").classList.add("visits-told-sent");
  for (const control of form.elements) control.disabled = true;
  return true;
}

// The page marks a form that was sent once; a note may be sent again.
function reopen(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-busy");
}

if (box) start();

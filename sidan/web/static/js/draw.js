// SPDX-License-Identifier: Apache-2.0
// Draws grids on the map: each tool ends in the same form that takes lines and outlines as text.
// Without it, or without WebGL, everything is drawn by that form, by text and by the table of corners.

import { cornerTool } from "./draw_corners.js";
import { addDrawing, showChosen, showPieces } from "./draw_layers.js";
import { joinTool, lineTool } from "./draw_line.js";
import { openMap } from "./map_open.js";

const form = document.querySelector("[data-draw]");
const box = form.querySelector("[data-draw-map]");
const canvas = box.querySelector(".sd-map-canvas");
const hand = box.querySelector("[data-draw-hand]");
const tools = {};
let sheet;

if (document.createElement("canvas").getContext("webgl2")) begin();

async function begin() {
  canvas.dataset.drawn = "";
  const { map, maplibre } = await openMap(box, canvas, { center: [0, 0], zoom: 1 });
  sheet = { map, maplibre, form, box, system: box.dataset.system, send, chosen, choose, may };
  addDrawing(sheet);
  Object.assign(tools, { split: lineTool(sheet, "split"), draw: lineTool(sheet, "draw"), join: joinTool(sheet), bend: cornerTool(sheet) });
  for (const part of box.querySelectorAll("[data-draw-tools], [data-draw-hand], [data-draw-hints]")) part.hidden = false;
  map.on("click", ({ lngLat }) => tool().press(lngLat));
  map.on("mousemove", ({ lngLat }) => tool().hover?.(lngLat));
  map.on("dblclick", (event) => tool().doubled?.(event));
  map.getCanvas().addEventListener("keydown", typed);
  hand.addEventListener("click", ({ target }) => tool()[target.closest("[data-draw-do]")?.dataset.drawDo]?.());
  form.addEventListener("change", changed);
  document.addEventListener("keydown", shortcut);
  document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target.id === "work" && reload(false));
  reload(true);
  take();
  box.dataset.ready = "";
}

function name() {
  return form.elements.tool.value;
}

function tool() {
  return tools[name()];
}

// The pieces stand on the part that the server has just answered with.
function reload(first) {
  showPieces(sheet, JSON.parse(document.getElementById("work").dataset.pieces), first);
  if (!first && box.dataset.sent) form.querySelector(".draw-exact").open = false;
  document.querySelector("#work [role=alert]")?.scrollIntoView({ block: "nearest" });
  delete box.dataset.sent;
  tool().start();
  showChosen(sheet);
}

function take() {
  for (const hint of box.querySelectorAll("[data-for]")) hint.hidden = hint.dataset.for !== name();
  const isBend = name() === "bend";
  for (const button of hand.children) button.hidden = (button.dataset.drawDo === "drop") !== isBend;
  canvas.classList.toggle("draw-crossed", ["split", "draw"].includes(name()));
  sheet.map.doubleClickZoom[["split", "draw"].includes(name()) ? "disable" : "enable"]();
  tool().start();
  showChosen(sheet);
}

function changed({ target }) {
  if (target.name === "tool") {
    for (const each of Object.values(tools)) each.stop?.();
    choose([]);
    take();
  }
  if (target.name === "grid") {
    if (name() === "bend" && target.checked) choose([target.value]);
    tool().start();
    showChosen(sheet);
  }
}

// With the keyboard a point is set in the middle of the map, where the aim stands while it has the focus.
function typed(event) {
  if (event.key === "Enter") tool().press(sheet.map.getCenter());
  else if (event.key === "Backspace") tool().back?.();
  else if (event.key === "Escape") tool().start();
  else return;
  event.preventDefault();
}

// Ctrl+Z and Ctrl+Y, or their like on a Mac, unless somebody is writing.
function shortcut(event) {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=radio], [type=checkbox]), textarea")) return;
  const key = event.key.toLowerCase();
  const step = key === "z" && !event.shiftKey ? "undo" : key === "y" || key === "z" ? "redo" : "";
  if (!step) return;
  event.preventDefault();
  document.getElementById(`step-${step}`).click();
}

function chosen() {
  return [...form.querySelectorAll("[name=grid]:checked")].map((each) => each.value);
}

function choose(keys) {
  for (const each of form.querySelectorAll("[name=grid]")) each.checked = keys.includes(each.value);
  showChosen(sheet);
}

function may(action, yes) {
  hand.querySelector(`[data-draw-do=${action}]`).disabled = !yes;
}

function send(step, geometry) {
  if (geometry) form.elements.geometry.value = JSON.stringify(geometry);
  box.dataset.sent = "1";
  document.getElementById(`step-${step}`).click();
}

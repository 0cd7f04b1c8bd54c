// SPDX-License-Identifier: Apache-2.0
// Handles on the corners of a grid, to be pulled, nudged by arrow keys or taken out; all grids that share one follow.
// Without it corners are moved in the table.

import { keyAt, kept, showLine, snapped } from "./draw_layers.js";

const MOST_HANDLES = 300;
const NUDGE_PX = 2;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function cornerTool(sheet) {
  let handles = [];
  let active = null;

  const clear = () => {
    for (const handle of handles) handle.marker.remove();
    handles = [];
    active = null;
    sheet.may("drop", false);
    showLine(sheet, []);
  };
  const drop = () => {
    if (active?.isCorner) sheet.send("bend", { type: "Point", coordinates: kept(sheet, active.from) });
  };
  const put = (handle) => {
    const isFree = (spot) => !handle.ends.some((end) => alike(end, spot)) && !alike(handle.from, spot);
    const to = snapped(sheet, handle.marker.getLngLat(), isFree);
    if (alike(to, handle.from)) return;
    sheet.send("bend", { type: "LineString", coordinates: [kept(sheet, handle.from), kept(sheet, to)] });
  };
  const show = (handle) => {
    const { lng, lat } = handle.marker.getLngLat();
    showLine(sheet, handle.pairs.map(([before, after]) => [before, [lng, lat], after]));
  };
  const add = (from, pairs, isCorner) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = isCorner ? "draw-corner" : "draw-corner draw-between";
    element.setAttribute("aria-label", kept(sheet, from).join(", "));
    const marker = new sheet.maplibre.Marker({ element, draggable: true }).setLngLat(from).addTo(sheet.map);
    const handle = { from, pairs, ends: pairs.flat(), isCorner, marker };
    element.addEventListener("focus", () => {
      active = handle;
      sheet.may("drop", isCorner);
    });
    element.addEventListener("click", (event) => event.stopPropagation());
    element.addEventListener("keydown", (event) => typed(event, handle));
    marker.on("dragstart", () => element.focus());
    marker.on("drag", () => show(handle));
    marker.on("dragend", () => put(handle));
    handles.push(handle);
  };
  const typed = (event, handle) => {
    const way = ARROWS[event.key];
    if (way) {
      const { x, y } = sheet.map.project(handle.marker.getLngLat());
      handle.marker.setLngLat(sheet.map.unproject([x + way[0] * NUDGE_PX, y + way[1] * NUDGE_PX]));
      show(handle);
    } else if (event.key === "Enter") put(handle);
    else if (event.key === "Delete") drop();
    else if (event.key === "Escape") start();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const start = () => {
    clear();
    const [key] = sheet.chosen();
    for (const { ring } of sheet.rings.filter((each) => each.key === key)) {
      for (const [index, corner] of ring.slice(0, -1).entries()) {
        if (handles.length > MOST_HANDLES) return;
        const next = ring[index + 1];
        add([(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2], [[corner, next]], false);
        add(corner, pairsAt(sheet, corner), true);
      }
    }
  };
  return {
    start,
    stop: clear,
    drop,
    press(place) {
      const key = keyAt(sheet, place);
      sheet.choose(key ? [key] : []);
      start();
    },
  };
}

function alike(one, other) {
  return Math.abs(one[0] - other[0]) < 5e-7 && Math.abs(one[1] - other[1]) < 5e-7;
}

// Returns what comes before and after a corner, in every grid that has it.
function pairsAt(sheet, corner) {
  return sheet.rings.flatMap(({ ring }) => {
    const open = ring.slice(0, -1);
    const index = open.findIndex((each) => alike(each, corner));
    return index < 0 ? [] : [[open.at(index - 1), open[(index + 1) % open.length]]];
  });
}

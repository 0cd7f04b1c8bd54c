// SPDX-License-Identifier: Apache-2.0
// The tools that end in a line, an outline or a choice of grids: split, draw and join.
// Without it they are used by the form's text and ticks.

import { keyAt, kept, showLine, snapped } from "./draw_layers.js";

// Collects points until the line or outline is finished; a double click or a tap on the first corner finishes, too.
export function lineTool(sheet, step) {
  const least = step === "draw" ? 3 : 2;
  let points = [];

  const show = (next) => {
    const line = next ? [...points, next] : points;
    const lines = line.length > 1 ? [step === "draw" && line.length > 2 ? [...line, line[0]] : line] : [];
    showLine(sheet, lines, points);
    sheet.may("finish", points.length >= least);
    sheet.may("back", points.length > 0);
  };
  const same = (one, other) => {
    const [a, b] = [sheet.map.project(one), sheet.map.project(other)];
    return Math.hypot(a.x - b.x, a.y - b.y) < 6;
  };
  const finish = () => {
    if (points.length < least) return;
    const places = points.map((place) => kept(sheet, place));
    sheet.choose([]);
    sheet.send(step, step === "draw" ? { type: "Polygon", coordinates: [[...places, places[0]]] } : { type: "LineString", coordinates: places });
  };
  return {
    start() {
      points = [];
      show();
    },
    stop() {
      this.start();
    },
    press(place) {
      const point = snapped(sheet, place);
      if (step === "draw" && points.length >= least && same(points[0], point)) return finish();
      if (points.length && same(points.at(-1), point)) return;
      points.push(point);
      show();
    },
    hover(place) {
      if (points.length) show(snapped(sheet, place));
    },
    doubled(event) {
      event.preventDefault();
      finish();
    },
    back() {
      points.pop();
      show();
    },
    finish,
  };
}

// Ticks and unticks grids until they are joined.
export function joinTool(sheet) {
  const offer = () => {
    sheet.may("finish", sheet.chosen().length > 1);
    sheet.may("back", sheet.chosen().length > 0);
  };
  return {
    start() {
      showLine(sheet, []);
      offer();
    },
    press(place) {
      const key = keyAt(sheet, place);
      if (!key) return;
      const now = sheet.chosen();
      sheet.choose(now.includes(key) ? now.filter((each) => each !== key) : [...now, key]);
      offer();
    },
    back() {
      sheet.choose(sheet.chosen().slice(0, -1));
      offer();
    },
    finish() {
      sheet.send("join");
    },
  };
}

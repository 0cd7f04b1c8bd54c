// SPDX-License-Identifier: Apache-2.0
// Draws the charts of results from the data beside them. Without it the table beneath each says the same.

import { token } from "./map_style.js";

const ROW = 44;
const NARROW = 560;

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  box.hidden = false;
  whenSeen(box, () => draw(box, data).catch(() => { box.hidden = true; }));
}

function whenSeen(box, then) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    then();
  }, { rootMargin: "400px" });
  watcher.observe(box);
}

async function draw(box, data) {
  await import(box.dataset.engine);
  const height = heightOf(data);
  const chart = window.echarts.init(box, null, { renderer: "canvas", height });
  const show = () => chart.setOption({ ...common(), ...KINDS[data.kind](data, box.clientWidth < NARROW) }, true);
  show();
  new ResizeObserver(() => { chart.resize({ width: "auto", height }); show(); }).observe(box);
  box.dataset.ready = "";
}

function heightOf({ kind, rows }) {
  return kind === "trend" ? 260 : rows.length * ROW * (kind === "pairs" ? 1.2 : 1) + 60;
}

// Tips are painted, as a tip made of elements would bring styles that the content policy drops.
function common() {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: token("ink") },
    tooltip: { renderMode: "richText", confine: true, trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: token("sunk"), opacity: 0.6 } } },
    legend: { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: token("ink") } },
  };
}

function names(rows, narrow) {
  return {
    type: "category",
    inverse: true,
    data: rows.map((row) => row.name),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: token("line-strong") } },
    axisLabel: { color: token("ink"), width: narrow ? 96 : 190, overflow: "break", fontSize: narrow ? 12 : 14 },
  };
}

function values(more = {}) {
  return { type: "value", axisLabel: { color: token("ink-quiet") }, splitLine: { lineStyle: { color: token("line") } }, ...more };
}

const grid = { left: 8, right: 52, top: 32, bottom: 8, containLabel: true };

const KINDS = {
  // From nothing to the total: an unseen bar up to where each begins, what was given, and what was lost.
  waterfall({ rows, words }, narrow) {
    const tones = { given: token("primary"), bonus: token("closed"), deduction: token("late"), total: token("ink") };
    const bar = (name, data, more) => ({ name, type: "bar", stack: "way", barWidth: "58%", data, ...more });
    const text = (row) => (row.tone === "bonus" ? "+" : "") + round(row.to - row.from);
    return {
      grid,
      xAxis: values({ min: 0 }),
      yAxis: names(rows, narrow),
      legend: { ...common().legend, data: [words.given, words.lost] },
      tooltip: { ...common().tooltip, formatter: ([{ dataIndex }]) => tip(rows[dataIndex], words, text) },
      series: [
        bar("", rows.map((row) => Math.min(row.from, row.to)), { itemStyle: { color: "transparent" }, silent: true }),
        bar(words.given, rows.map((row) => ({ value: round(Math.abs(row.to - row.from)), itemStyle: { color: tones[row.tone] } })), {
          itemStyle: { color: tones.given },
        }),
        bar(words.lost, rows.map((row) => row.lost), {
          itemStyle: { color: token("late-soft"), borderColor: token("late-line"), borderWidth: 1 },
          label: { show: true, position: "right", color: token("ink"), formatter: ({ dataIndex }) => text(rows[dataIndex]) },
        }),
      ],
    };
  },

  // The total of each round with its interval as a band.
  trend({ points, words }) {
    const line = (name, data, more) => ({ name, type: "line", data, symbol: "none", lineStyle: { opacity: 0 }, ...more });
    const floor = Math.floor(Math.min(...points.map((each) => each.low)) / 10) * 10;
    return {
      grid: { ...grid, right: 24 },
      xAxis: { type: "category", data: points.map((each) => each.name), axisLabel: { color: token("ink-quiet") }, axisLine: { lineStyle: { color: token("line-strong") } } },
      yAxis: values({ min: Math.max(0, floor) }),
      legend: { ...common().legend, data: [words.total, words.range] },
      tooltip: { ...common().tooltip, axisPointer: { type: "line" }, formatter: ([{ dataIndex }]) => {
        const each = points[dataIndex];
        return `${each.name}\n${words.total} ${each.total}\n${words.range} ${each.low} – ${each.high}`;
      } },
      series: [
        line("", points.map((each) => each.low), { stack: "band" }),
        line(words.range, points.map((each) => round(each.high - each.low)), { stack: "band", areaStyle: { color: token("primary"), opacity: 0.18 }, itemStyle: { color: token("working-line") } }),
        line(words.total, points.map((each) => each.total), { symbol: "circle", symbolSize: 9, lineStyle: { width: 2 }, itemStyle: { color: token("primary") }, label: { show: true, position: "top", color: token("ink") } }),
      ],
    };
  },

  // Two subjects, indicator by indicator, in percent of the points there are.
  pairs({ names: who, rows, words }, narrow) {
    const colours = [token("primary"), token("waiting-line")];
    return {
      grid: { ...grid, bottom: 28 },
      xAxis: values({ min: 0, max: 100, name: words.axis, nameLocation: "middle", nameGap: 26 }),
      yAxis: names(rows, narrow),
      series: who.map((name, place) => ({
        name,
        type: "bar",
        data: rows.map((row) => row.values[place]),
        itemStyle: { color: colours[place] },
        label: { show: true, position: "right", color: token("ink"), fontSize: 12 },
      })),
    };
  },
};

function tip(row, words, text) {
  const lost = row.lost ? `\n${words.lost} ${row.lost}` : "";
  return `${row.name}\n${words.given} ${text(row)}${lost}`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

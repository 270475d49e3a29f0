// A chart over time: uPlot, in the page's colours, with a legend, a tip that follows the pointer or the arrow keys, and the
// same figures as a table. Positions on the canvas are floats; every figure shown is the API's own, formatted.

import { asTable } from './chart-table.js';
import { tip } from './chart-tip.js';
import { el, put } from './dom.js';

const HEIGHT = 232;

/** Positions of values without a neighbour, which no line would show. */
function lonely(plot, line) {
  const values = plot.data[line];
  const known = (at) => values[at] !== null && values[at] !== undefined;
  return values.map((value, at) => at).filter((at) => known(at) && !known(at - 1) && !known(at + 1));
}

/** Each line on top of those before it; the highest first, for each is drawn over the one before. */
function stacked(lines) {
  const heights = [];
  lines.forEach((line, at) => heights.push(line.map((value, step) => value + (at > 0 ? heights[at - 1][step] : 0))));
  return heights.reverse();
}

/**
 * A chart.
 *
 * @param looks { kind: 'stack', 'over' (bars before bars) or 'lines', name, tell(figure) for tips, axis(number) for the scale, height }
 * @returns element; show(data) with { steps, step, lines: [{ name, colour, values, figure, href, dash }], total }, where
 *   `colour` is a custom property, `values` has one figure a step, `figure` is told in the legend, `total` has figures for
 *   the tip; close()
 */
export function chart(app, { kind = 'stack', name, tell, axis, height = HEIGHT }) {
  const { format, words: { say } } = app;
  const legend = el('ul', { class: 'legend' });
  const canvas = el('div', { class: 'plot', role: 'img', tabindex: '0', 'aria-label': name, on: { keydown: keys } });
  canvas.style.setProperty('--height', `${height}px`);
  const table = asTable(app, name, tell);
  const element = el('figure', { class: 'chart' }, legend, canvas, table.element);
  const note = tip(app, tell);
  let plot;
  let data;
  let shape = '';

  function show(fresh) {
    data = fresh;
    legendOf(data.lines);
    table.show(data);
    const now = JSON.stringify([data.step, data.steps, data.lines.map((line) => line.name)]);
    if (plot && now === shape) plot.setData(columns());
    else draw();
    shape = now;
    note.show(data, plot);
  }

  function legendOf(lines) {
    put(legend, lines.map((line) => {
      const key = el('span', { class: `key ${line.dash ? 'dashed' : ''}` });
      key.style.setProperty('--colour', `var(${line.colour})`);
      const label = [key, el('span', { class: 'name' }, line.name), line.figure && el('span', { class: 'figure-small' }, line.figure)];
      return el('li', {}, line.href ? el('a', { href: line.href, title: say('chart.calls', { name: line.name }) }, label) : label);
    }));
  }

  /** What is drawn; a bar without height is none. */
  function columns() {
    const places = data.steps.map((label, place) => place);
    const ahead = data.steps.map((label) => kind === 'lines' && format.isAhead(label, data.step, app.now()));
    const numbers = data.lines.map(({ values }) => values.map((value, at) => (value === null || ahead[at] ? null : Number(value))));
    if (kind === 'lines') return [places, ...numbers];
    const heights = kind === 'stack' ? stacked(numbers) : numbers;
    return [places, ...heights.map((line) => line.map((height) => height || null))];
  }

  function draw() {
    plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (property) => style.getPropertyValue(property).trim();
    const font = `11px ${colour('--sans')}`;
    const count = data.steps.length;
    const lines = kind === 'stack' ? [...data.lines].reverse() : data.lines;
    const grid = { stroke: colour('--line'), width: 1 };
    const text = { stroke: colour('--quiet'), font, ticks: { show: false } };
    plot = new uPlot({
      width: Math.max(canvas.clientWidth, 120),
      height,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: kind === 'lines', size: 7 }, move: snap },
      scales: { x: { time: false, range: [-0.5, Math.max(count, 1) - 0.5] }, y: { range: (u, least, most) => [0, most > 0 ? most * 1.05 : 1] } },
      axes: [
        { ...text, grid: { show: false }, size: 26, space: 64, incrs: [1, 2, 3, 4, 6, 7, 12, 14, 24, 48, 72, 96, 168, 240, 480],
          values: (u, places) => places.map((place) => (data.steps[place] === undefined ? '' : format.step(data.steps[place], data.step))) },
        { ...text, grid, space: 44, size: (u, labels) => Math.max(24, ...(labels ?? []).map((label) => label.length * 6.2 + 12)),
          values: (u, values) => values.map(axis) },
      ],
      series: [{}, ...lines.map((line) => (kind !== 'lines' ? {
        fill: colour(line.colour), stroke: colour('--card'), width: count > 60 ? 0 : 1,
        paths: uPlot.paths.bars({ size: [0.78, 44] }), points: { show: false },
      } : {
        stroke: colour(line.colour), width: 1.75, dash: line.dash, points: { show: true, size: 5, fill: colour(line.colour), filter: lonely },
      }))],
      hooks: { setCursor: [note.move] },
    }, columns(), canvas);
    plot.over.append(note.element);
  }

  /** The cursor line is in the middle of a step. */
  function snap(u, left, top) {
    if (left < 0) return [left, top];
    return [u.valToPos(Math.max(0, Math.min(data.steps.length - 1, Math.round(u.posToVal(left, 'x')))), 'x'), top];
  }

  function keys(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!plot || (!way && event.key !== 'Escape')) return;
    event.preventDefault();
    const last = data.steps.length - 1;
    const place = plot.cursor.left < 0 ? last : Math.max(0, Math.min(last, plot.cursor.idx + way));
    plot.setCursor(way ? { left: plot.valToPos(place, 'x'), top: height / 3 } : { left: -10, top: -10 });
  }

  const redraw = () => { if (data) draw(); };
  const room = new ResizeObserver(() => plot?.setSize({ width: Math.max(canvas.clientWidth, 120), height }));
  room.observe(canvas);
  addEventListener('theme', redraw);
  canvas.addEventListener('blur', () => plot?.setCursor({ left: -10, top: -10 }));

  return {
    element,
    show,
    close() {
      removeEventListener('theme', redraw);
      room.disconnect();
      plot?.destroy();
    },
  };
}

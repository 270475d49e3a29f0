// A chart's figures as a table: for screen readers and for exact digits. Built when it is opened.

import { el, put } from './dom.js';

export function asTable({ format, words: { say } }, name, tell) {
  const table = el('table');
  const element = el('details', { class: 'as-table', on: { toggle: fill } },
    el('summary', {}, say('chart.table'), el('span', { class: 'unseen' }, `: ${name}`)),
    el('div', { class: 'scroll', tabindex: '0' }, table));
  let data;

  function fill() {
    if (!element.open || !data) return;
    put(table,
      el('thead', {}, el('tr', {}, el('th', {}, say('chart.time')), data.lines.map((line) => el('th', { class: 'number' }, line.name)),
        data.total && el('th', { class: 'number' }, say('chart.total')))),
      el('tbody', {}, data.steps.map((label, at) => el('tr', {},
        el('td', {}, format.stepLong(label, data.step)),
        data.lines.map(({ values }) => el('td', { class: 'number' }, tell(values[at]))),
        data.total && el('td', { class: 'number' }, tell(data.total[at]))))));
  }

  return {
    element,
    show(fresh) {
      data = fresh;
      fill();
    },
  };
}

// A chart's tooltip: each line's figure at the step under the pointer, and the total where there is one.

import { el, put } from './dom.js';

export function tip({ format, words: { say } }, tell) {
  const element = el('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  let data;
  let at = null;

  function line(name, figure, colour) {
    const key = el('span', { class: 'key' });
    key.style.setProperty('--colour', `var(${colour})`);
    return el('li', {}, key, el('span', { class: 'name' }, name), el('span', { class: 'number' }, tell(figure)));
  }

  function fill() {
    const told = data.lines.filter(({ values }) => values[at] !== null && Number(values[at]) !== 0);
    put(element,
      el('p', {}, format.stepLong(data.steps[at], data.step), data.total && told.length > 1 && el('strong', {}, tell(data.total[at]))),
      el('ul', {},
        [...told].reverse().map(({ name, values, colour }) => line(name, values[at], colour)),
        told.length === 0 && el('li', {}, el('span'), el('span', { class: 'name' }, say('chart.nothing')))));
  }

  return {
    element,
    /** Sets new figures and updates a tooltip that is open. */
    show(fresh) {
      data = fresh;
      if (at !== null && at < data.steps.length) fill();
    },
    /** The pointer moved. */
    move(plot) {
      const { left, idx } = plot.cursor;
      at = left < 0 || idx === null || idx === undefined ? null : idx;
      element.hidden = at === null;
      if (at === null) return;
      fill();
      const room = plot.over.clientWidth;
      const onLeft = left > room / 2;
      const most = room - element.offsetWidth;
      element.style.left = `${Math.max(0, Math.min(most, onLeft ? left - element.offsetWidth - 14 : left + 14))}px`;
    },
  };
}

// The period of everything below: one of five, or two dates.

import { el } from '../dom.js';
import { NAMES } from '../range.js';

export function picker(app) {
  const { say } = app.words;
  const buttons = new Map(NAMES.map((name) => [name, el('button', {
    type: 'button', on: { click: () => choose(name) },
  }, say(`overview.range.${name}`))]));
  const first = el('input', { type: 'date', 'aria-label': say('overview.range.first'), on: { change: dated } });
  const last = el('input', { type: 'date', 'aria-label': say('overview.range.last'), on: { change: dated } });
  const dates = el('div', { class: 'row', hidden: true }, first, el('span', { class: 'quiet', 'aria-hidden': 'true' }, '–'), last);
  const period = el('p', { class: 'quiet small' });
  const element = el('div', { class: 'head range' },
    el('div', { class: 'choice', role: 'group', 'aria-label': say('overview.range') }, ...buttons.values()), dates, period);

  function choose(name) {
    if (name === 'custom') app.go('overview', { range: 'custom', from: first.value, to: last.value });
    else app.go('overview', { range: name });
  }

  function dated() {
    if (first.value && last.value) app.go('overview', { range: 'custom', from: first.value, to: last.value });
  }

  return {
    element,
    show(answers, range) {
      buttons.forEach((button, name) => button.setAttribute('aria-pressed', String(name === range.name)));
      dates.hidden = range.name !== 'custom';
      period.classList.toggle('on-paper', range.name === 'custom');
      period.textContent = app.format.period(range.from, range.to);
      if (document.activeElement !== first) first.value = range.first;
      if (document.activeElement !== last) last.value = range.last;
    },
  };
}

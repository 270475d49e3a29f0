// Top spenders of one kind, each linked to its calls.

import { bar, el, put } from '../dom.js';
import { callsOf } from './overview-charts.js';

/** @param by model, key, project or user; the answer of that name is shown */
export function top(app, by) {
  const { words: { say, count }, format } = app;
  const rows = el('ol', { class: 'tops' });

  function row(name, href, sums, dearest) {
    return el('li', {},
      href ? el('a', { class: 'name', href, title: name }, name) : el('span', { class: 'name quiet' }, name),
      el('span', { class: 'note number' }, count('overview.calls', sums.calls)),
      el('span', { class: 'number', title: format.exact(sums.cost_usd) }, format.money(sums.cost_usd)),
      dearest && bar(sums.cost_usd / dearest));
  }

  return {
    element: el('section', { class: 'card' }, el('header', {}, el('h2', {}, say(`overview.top.${by}`))), rows),
    async show(answers, range) {
      const { data, rest } = await answers[by];
      const dearest = Number(data[0]?.sums.cost_usd ?? 0);
      put(rows,
        data.map(({ value, sums }) => row(value ?? say('overview.none'), callsOf(app, by, value, range), sums, dearest)),
        rest && row(say('overview.others'), undefined, rest.sums),
        data.length === 0 && el('li', { class: 'quiet small' }, say('chart.nothing')));
    },
  };
}

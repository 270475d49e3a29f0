// How long calls took: quantiles over time, and where the time went, as Groq reports it.

import { chart } from '../chart.js';
import { el, put } from '../dom.js';
import { card } from './overview-charts.js';

const TIMES = ['total', 'first_byte', 'queue', 'prompt', 'completion'];
const QUANTILES = ['p50', 'p95', 'p99'];

export function times(app) {
  const { words: { say }, format } = app;
  const drawn = chart(app, { kind: 'lines', name: say('overview.times'), tell: format.duration, axis: format.duration, height: 150 });
  const rows = el('tbody');
  const table = el('table', { class: 'times' },
    el('thead', {}, el('tr', {}, el('th', {}, el('span', { class: 'unseen' }, say('overview.times'))),
      QUANTILES.map((quantile) => el('th', { class: 'number' }, quantile)))),
    rows);
  return {
    element: card(say('overview.times'), null, drawn, table),
    close: drawn.close,
    async show({ latency, model }) {
      const [found, { steps, step }] = await Promise.all([latency, model]);
      const known = new Map(found.data.map((group) => [group[step], group.total]));
      const line = (quantile, colour, dash) => ({
        name: quantile, colour, dash, values: steps.map((label) => known.get(label)?.[quantile] ?? null),
      });
      drawn.show({ steps, step, lines: [line('p50', '--line-1'), line('p95', '--line-2'), line('p99', '--line-4', [4, 3])] });
      put(rows, TIMES.map((time) => el('tr', {},
        el('td', { title: say(`overview.time.${time}.why`) }, say(`overview.time.${time}`)),
        QUANTILES.map((quantile) => el('td', { class: 'number' }, format.duration(found.total[time][quantile]))))));
    },
  };
}

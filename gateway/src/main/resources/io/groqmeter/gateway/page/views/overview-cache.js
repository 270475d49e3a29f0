// Savings by Groq's prompt cache.

import { chart } from '../chart.js';
import { bar, el, put } from '../dom.js';

export function cache(app) {
  const { words: { say }, format } = app;
  const drawn = chart(app, { kind: 'over', name: say('overview.saved'), tell: format.money, axis: format.moneyAxis, height: 246 });
  const facts = el('dl', { class: 'facts' });
  return {
    element: el('section', { class: 'card' }, el('header', {}, el('h2', {}, say('overview.cache'))), facts, drawn.element),
    close: drawn.close,
    async show({ summary, model }) {
      const [{ total }, { steps, step, total: columns }] = await Promise.all([summary, model]);
      drawn.show({ steps, step, lines: [
        { name: say('overview.saved'), colour: '--line-6', values: columns.cache_savings_usd },
      ] });
      put(facts,
        el('div', {}, el('dt', {}, say('overview.cacheRate')),
          el('dd', {}, format.percent(total.cache_read_percent), bar(total.cache_read_percent / 100))),
        el('div', {}, el('dt', {}, say('overview.cacheSaved')),
          el('dd', { title: format.exact(total.cache_savings_usd) }, format.money(total.cache_savings_usd))));
    },
  };
}

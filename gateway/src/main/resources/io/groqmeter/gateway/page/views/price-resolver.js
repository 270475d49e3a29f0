// Looks up the price that a model's calls get today, and why.

import { suggested } from '../dialog.js';
import { el, put } from '../dom.js';
import { STAND_INS, pricesOf } from './price-words.js';

export function resolver(app) {
  const { words: { say }, format } = app;
  const name = suggested('price-names', [], { type: 'search', placeholder: 'openai/gpt-oss-20b', 'aria-label': say('prices.ask') });
  const answer = el('div', { class: 'resolved', role: 'status', hidden: true });
  const element = el('section', { class: 'card resolver' },
    el('form', { class: 'row', on: { submit } },
      el('label', {}, el('h2', {}, say('prices.ask')), name.input), el('button', { class: 'main' }, say('prices.go')), name.list),
    answer);

  function submit(event) {
    event.preventDefault();
    app.go('prices', { model: name.input.value.trim() });
  }

  function told(price) {
    const prices = [...pricesOf(app, price, true), ...pricesOf(app, price, false)];
    return [
      el('p', { class: 'receipt-model' }, price.model in STAND_INS ? price.asked : price.model),
      el('p', { class: `why ${price.basis}` }, say(price.model === '(dearest)' ? 'prices.basis.dearest' : `prices.basis.${price.basis}`, { model: price.model }),
        price.alias && ` ${say('prices.alias', { alias: price.alias, model: price.model })}`),
      price.batch_percent_off !== null && el('p', { class: 'small' }, say('prices.batch', { percent: format.number(price.batch_percent_off) })),
      price.remark && el('p', { class: 'small quiet' }, price.remark),
      el('dl', { class: 'unit-prices' }, prices.map(([unit, digits]) => el('div', {}, el('dt', {}, unit), el('dd', {}, format.full(digits))))),
      price.cost_of_1000_input_tokens_usd && el('p', { class: 'small' }, say('prices.thousand', {
        input: format.full(price.cost_of_1000_input_tokens_usd), output: format.full(price.cost_of_1000_output_tokens_usd),
      })),
      (price.from || price.until) && el('p', { class: 'small quiet' },
        price.from && say('receipt.from', { date: format.longDate(price.from) }), price.from && price.until && ' ',
        price.until && say('receipt.until', { date: format.longDate(price.until) })),
      price.note && el('p', { class: 'small quiet' }, price.note),
      price.source && el('p', { class: 'smaller quiet' }, price.source),
    ];
  }

  return {
    element,
    /** Suggests the list's names, and looks up the one in the address. */
    async show({ data, aliases }, model) {
      name.offer([...new Set([...data.map((row) => row.model.replace(/^tool:/, '')), ...Object.keys(aliases)])]);
      name.input.value = model ?? '';
      answer.hidden = !model;
      if (model) put(answer, ...told(await app.api.get('/api/prices', { model })));
    },
  };
}

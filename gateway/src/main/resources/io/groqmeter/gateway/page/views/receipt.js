// One call's receipt: how its cost was computed, to the last digit, and all else that is recorded; never its content.

import { el, put } from '../dom.js';
import { isUnknown } from './call-doubt.js';
import { STAND_INS, pricesOf } from './price-words.js';
import { times } from './receipt-times.js';

/** @param list the address of the list the reader came from */
export function receipt(root, app, list) {
  const { words: { say, count }, format } = app;
  const slip = el('article', { class: 'card receipt', 'aria-live': 'polite' });
  const print = el('button', { type: 'button', on: { click: () => window.print() } }, say('receipt.print'));
  put(root,
    el('header', { class: 'head receipt-head' },
      el('h1', {}, say('receipt.title')),
      el('div', { class: 'row' }, el('a', { class: 'button', href: list() }, say('receipt.back')), print)),
    slip);

  const rows = (pairs) => el('dl', { class: 'about' }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));

  const part = (title, ...children) => el('section', {}, el('h2', {}, title), ...children);

  function show(call) {
    put(slip,
      el('header', {},
        el('p', { class: 'receipt-model' }, call.model ?? call.endpoint),
        el('p', { class: 'quiet small' }, format.dateTime(call.started_at), ' · ', call.endpoint),
        el('p', { class: 'figure number' }, isUnknown(call) ? say('receipt.cost.unknown') : format.full(call.cost_usd)),
        call.calls > 1 && el('p', { class: 'quiet small' }, count('receipt.calls', call.calls))),
      part(say('receipt.charges'), charges(call), sure(call)),
      part(say('receipt.prices'), call.price_rows.length === 0 ? el('p', { class: 'quiet small' }, say('receipt.norow')) : call.price_rows.map((row) => price(row))),
      part(say('receipt.usage'), usage(call)),
      part(say('receipt.times'), times(app, call)),
      part(say('receipt.who'), rows([
        [say('calls.project'), call.project], [say('calls.user'), call.user], [say('calls.key'), call.key],
        ...Object.entries(call.tags).map(([name, value]) => [name, value || format.dash]),
      ]), [call.project, call.user, call.key].every((name) => name === null) && el('p', { class: 'quiet small' }, say('receipt.nobody'))),
      part(say('receipt.answer'), rows([
        [say('calls.status'), `${call.status || format.dash} · ${say(`calls.outcome.${call.outcome}`)}`],
        [say('receipt.asked'), call.request_model], [say('receipt.answered'), call.response_model],
        [say('receipt.tier'), call.service_tier], [say('receipt.streamed'), say(call.streamed ? 'receipt.yes' : 'receipt.no')],
        [say('receipt.id'), code(call.id)], [say('receipt.groq'), code(call.response_id)], [say('receipt.request'), code(call.request_id)],
      ])));
  }

  const code = (id) => id && el('code', {}, id);

  /** Quantity × price ÷ unit = amount, a line for each; the numbers are the API's. */
  function charges(call) {
    if (call.charges.length === 0) {
      const why = isUnknown(call) ? 'receipt.nousage' : call.cost_usd === '0' ? 'receipt.nocharge' : 'receipt.notold';
      return el('p', { class: 'quiet small' }, say(why));
    }
    const line = (charge) => el('tr', {},
      el('td', {}, say(`receipt.what.${charge.what}`).startsWith('receipt.') ? charge.what : say(`receipt.what.${charge.what}`),
        el('span', { class: 'mark sub' }, charge.model in STAND_INS ? say(STAND_INS[charge.model]) : charge.model)),
      el('td', { class: 'number sum' }, `${format.number(charge.quantity)} × ${format.full(charge.unit_price_usd)} ÷ ${format.number(charge.unit_size)}`),
      el('td', { class: 'number' }, format.full(charge.amount_usd)));
    return el('div', { class: 'scroll' }, el('table', { class: 'charges' },
      el('tbody', {}, call.charges.map(line)),
      el('tfoot', {},
        el('tr', {}, el('td', { colspan: 2 }, say('receipt.sum')), el('td', { class: 'number' }, format.full(call.charges_sum_usd))),
        el('tr', { class: 'total' }, el('td', { colspan: 2 }, say('receipt.cost')), el('td', { class: 'number' }, format.cost(call.cost_usd))))));
  }

  /** How certain the cost is, in sentences. */
  function sure(call) {
    return el('ul', { class: 'sure' },
      (isUnknown(call) || call.usage_basis !== 'unknown')
        && el('li', { class: `basis-${call.usage_basis}` }, say(`receipt.usage.${call.usage_basis}`)),
      el('li', { class: `basis-${call.price_basis}` }, say(`receipt.price.${call.price_basis}`)),
      call.priced_as !== null && el('li', {}, say('receipt.pricedAs', { model: call.model, row: call.priced_as })),
      call.unpriced_tools.map((tool) => el('li', { class: 'basis-unknown' }, say('receipt.unpriced', { tool }))));
  }

  function price(row) {
    const days = row.from === null ? say('receipt.always') : say('receipt.from', { date: format.longDate(row.from) });
    return el('div', { class: 'price-row' },
      el('p', {}, row.model in STAND_INS ? say(STAND_INS[row.model])
        : el('a', { href: app.api.address('#/prices', { model: row.model.replace(/^tool:/, '') }) }, row.model), ' ', !(row.model in STAND_INS) && el('span', { class: 'mark' }, say(row.own ? 'receipt.own' : 'receipt.listed'))),
      el('p', { class: 'small' }, prices(row)),
      el('p', { class: 'quiet small' }, days, row.until && ` ${say('receipt.until', { date: format.longDate(row.until) })}`),
      !row.as_charged && el('p', { class: 'small bad' }, say('receipt.changed')),
      row.source && el('p', { class: 'quiet smaller' }, row.source));
  }

  const prices = (row) => [...pricesOf(app, row, true), ...pricesOf(app, row, false)]
    .map(([unit, digits]) => `${format.full(digits)} ${unit}`).join(' · ');

  function usage(call) {
    return rows([
      [say('calls.input'), format.number(call.input_tokens)], [say('receipt.cached'), call.cache_read_input_tokens && format.number(call.cache_read_input_tokens)],
      [say('calls.output'), format.number(call.output_tokens)], [say('receipt.reasoning'), call.reasoning_output_tokens && format.number(call.reasoning_output_tokens)],
      [say('receipt.audio'), call.audio_seconds && format.duration(call.audio_seconds)], [say('receipt.billed'), call.billed_audio_seconds && format.duration(call.billed_audio_seconds)],
      [say('receipt.characters'), call.characters && format.number(call.characters)],
      ...Object.entries(call.tools).map(([tool, uses]) => [tool, format.number(uses)]),
    ]);
  }

  let asked;
  return {
    async update({ one: id }) {
      asked = id;
      slip.setAttribute('aria-busy', 'true');
      try {
        const call = await app.api.get(`/api/usage/${encodeURIComponent(id)}`);
        if (asked !== id) return;
        show(call);
        app.fine();
      } catch (problem) {
        if (problem.code === 'not_found') put(slip, el('p', { class: 'empty' }, say('receipt.unknown', { id })));
        else app.report(problem);
      } finally {
        slip.removeAttribute('aria-busy');
      }
    },
  };
}

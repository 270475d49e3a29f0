// Unsettled calls: why, and the most each can cost.

import { el, put } from '../dom.js';

export function unsettled(root, app, list) {
  const { words: { say, count }, format } = app;
  const sums = el('p', { class: 'quiet small' });
  const rows = el('tbody');
  const table = el('div', { class: 'card list scroll' }, el('table', {}, el('thead', {}, el('tr', {},
    el('th', {}, say('calls.time')), el('th', {}, say('unsettled.call')),
    el('th', { class: 'number' }, say('unsettled.most')), el('th', { class: 'widest' }, say('calls.caller')))), rows));
  const nothing = el('p', { class: 'empty', hidden: true }, say('unsettled.nothing'));
  put(root,
    el('header', { class: 'head' },
      el('div', {}, el('h1', {}, say('unsettled.title')), sums),
      el('a', { class: 'button', href: list() }, say('receipt.back'))),
    table, nothing,
    el('p', { class: 'quiet small aside' }, say('unsettled.mend'), ' ', el('code', {}, './groqmeter unsettled resolve')));

  function row(call) {
    const caller = [call.project, call.user, call.key].filter(Boolean).join(' · ');
    return el('tr', {},
      el('td', { title: call.id }, el('time', { class: 'when', datetime: call.started_at },
        el('span', { class: 'day' }, format.dayOf(call.started_at)), ' ', format.time(call.started_at))),
      el('td', { class: 'text' }, call.request_model ?? call.endpoint, el('span', { class: 'mark sub' }, call.reason)),
      el('td', { class: 'number', title: format.exact(call.worst_case_cost_usd) },
        call.worst_case_cost_usd === null ? say('unsettled.unbounded') : format.money(call.worst_case_cost_usd)),
      el('td', { class: 'widest quiet name', title: caller }, caller || format.dash));
  }

  return {
    async update() {
      try {
        const { data, worst_case_cost_usd: worst, in_flight: flying } = await app.api.get('/api/unsettled');
        const left = count('unsettled.sums', data.length, { cost: format.money(worst) });
        sums.textContent = flying > 0 ? `${left} ${count('unsettled.flying', flying)}` : left;
        put(rows, data.map(row));
        table.hidden = data.length === 0;
        nothing.hidden = data.length > 0;
        app.fine();
      } catch (problem) {
        app.report(problem);
      }
    },
  };
}

// The list of calls, latest first, a page at a time; each leads to its receipt.

import { el, put } from '../dom.js';
import { doubt, isUnknown } from './call-doubt.js';
import { filter, question } from './calls-filter.js';

const PAGE = 50;

export function list(root, app) {
  const { words: { say, count }, format, api } = app;
  const sieve = filter(app);
  const sums = el('p', { class: 'quiet small number', role: 'status' });
  const open = el('p', { class: 'unsettled', hidden: true });
  const csv = el('a', { class: 'button', download: true, title: say('calls.csv.why') }, say('calls.csv'));
  const fresh = el('button', { type: 'button', hidden: true, on: { click: () => load(params) } });
  const rows = el('tbody');
  const nothing = el('p', { class: 'empty', hidden: true });
  const pages = el('nav', { class: 'pages', 'aria-label': say('calls.pages') });
  const card = el('div', { class: 'card list' },
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {},
      el('th', {}, say('calls.time')), el('th', {}, say('calls.model')), el('th', { class: 'wide' }, say('calls.status')),
      el('th', { class: 'number wide' }, say('calls.input')), el('th', { class: 'number wide' }, say('calls.output')),
      el('th', { class: 'number' }, say('calls.cost')), el('th', { class: 'number widest' }, say('calls.duration')),
      el('th', { class: 'widest' }, say('calls.caller')))), rows)),
    nothing);
  put(root,
    el('header', { class: 'head' },
      el('div', {}, el('h1', {}, say('calls.title')), sums),
      el('div', { class: 'row' }, fresh, csv)),
    open, sieve.element, card, pages);
  let params = {};
  let asking = new AbortController();
  let missed = 0;

  async function load(wish) {
    params = wish;
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const asked = question(params, app);
    csv.href = api.address('/api/usage', { ...asked, format: 'csv' });
    sieve.show(params);
    card.setAttribute('aria-busy', 'true');
    try {
      const [page, summary, unsettled] = await Promise.all([
        api.get('/api/usage', { ...asked, limit: PAGE, cursor: params.cursor }, signal),
        api.get('/api/summary', asked, signal),
        api.get('/api/unsettled', {}, signal),
      ]);
      show(page, summary, unsettled);
      app.fine();
    } catch (problem) {
      app.report(problem);
    } finally {
      if (asking.signal === signal) card.removeAttribute('aria-busy');
    }
  }

  function show({ data, next_cursor: next }, { total }, unsettled) {
    missed = 0;
    fresh.hidden = true;
    sums.textContent = count('calls.sums', total.calls, { cost: format.money(total.cost_usd) });
    sums.title = format.exact(total.cost_usd);
    open.hidden = unsettled.data.length === 0;
    put(open, el('a', { href: '#/calls?unsettled=1' },
      count('calls.unsettled', unsettled.data.length, { cost: format.money(unsettled.worst_case_cost_usd) })));
    put(rows, data.map(row));
    nothing.hidden = data.length > 0;
    nothing.textContent = say(total.calls > 0 || params.cursor ? 'calls.nothing.page' : 'calls.nothing');
    const { cursor, ...first } = params;
    put(pages,
      cursor && el('a', { class: 'button', href: api.address('#/calls', first) }, say('calls.latest')),
      next && el('a', { class: 'button', href: api.address('#/calls', { ...first, cursor: next }) }, say('calls.older')));
  }

  function row(call) {
    const well = call.status >= 200 && call.status < 300 && call.outcome !== 'error' && call.outcome !== 'cut';
    const model = call.model ?? call.endpoint;
    const caller = [call.project, call.user, call.key].filter(Boolean).join(' · ');
    const address = `#/calls/${encodeURIComponent(call.id)}`;
    const outcome = call.outcome === 'completed' ? call.status : `${call.status || ''} ${say(`calls.outcome.${call.outcome}`)}`;
    return el('tr', { class: 'leads', on: { click: (event) => { if (!event.target.closest('a') && !getSelection().toString()) location.hash = address; } } },
      el('td', {}, el('a', { href: address }, el('time', { class: 'when', datetime: call.started_at },
        el('span', { class: 'day' }, format.dayOf(call.started_at)), ' ', format.time(call.started_at)))),
      el('td', { class: 'name', title: `${model} · ${call.endpoint}` }, model,
        call.endpoint !== 'chat/completions' && call.model && el('span', { class: 'mark' }, ` ${call.endpoint}`)),
      el('td', { class: `wide ${well ? 'quiet' : 'bad'}` }, outcome),
      el('td', { class: 'number wide' }, format.number(call.input_tokens)),
      el('td', { class: 'number wide' }, format.number(call.output_tokens)),
      el('td', { class: 'number', title: format.exact(call.cost_usd) }, doubt(app, call), isUnknown(call) ? el('span', { class: 'quiet' }, say('calls.unknown')) : format.money(call.cost_usd)),
      el('td', { class: 'number widest quiet' }, format.duration(call.seconds.total)),
      el('td', { class: 'widest quiet name', title: caller }, caller || format.dash));
  }

  const stop = app.live.follow({
    usage() {
      missed += 1;
      fresh.hidden = Boolean(params.cursor);
      fresh.textContent = count('calls.fresh', missed);
    },
  });

  return {
    update: load,
    leave() {
      stop();
      asking.abort();
    },
  };
}

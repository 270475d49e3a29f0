// Prices: what each model costs and since when, and which row applies to a name.

import { badge, el, put } from '../dom.js';
import { resolver } from './price-resolver.js';
import { pricesOf } from './price-words.js';
import { unpriced } from './unpriced.js';

/** The status of a retired model whose price has no end date. */
const RETIRED = ['shut down', 'removed', 'superseded', 'never on sale'];

const sold = (row) => row.in_force && !RETIRED.includes(row.status);

export default function mount(root, app) {
  const { words: { say, count }, format } = app;
  const ask = resolver(app);
  const lacking = unpriced(app);
  const sieve = el('input', { type: 'search', placeholder: say('prices.find'), 'aria-label': say('prices.find'), on: { input: sift } });
  const shown = el('p', { class: 'quiet small number', role: 'status' });
  const current = el('div');
  const past = el('div');
  const over = el('details', { class: 'past' }, el('summary', {}, say('prices.past')), past);
  const names = el('dl', { class: 'aliases' });
  const aliases = el('details', { class: 'past' }, el('summary', {}, say('prices.aliases')), names);
  put(root,
    el('header', { class: 'head' }, el('div', {}, el('h1', {}, say('prices.title')), el('p', { class: 'quiet small' }, say('prices.why')))),
    lacking.element,
    ask.element,
    el('div', { class: 'row between' }, shown, sieve),
    current, over, aliases);
  let rows = [];

  function table(found) {
    return el('div', { class: 'card list scroll' }, el('table', { class: 'prices' },
      el('thead', {}, el('tr', {},
        el('th', {}, say('prices.model')), el('th', { class: 'number' }, say('prices.input')), el('th', { class: 'number wide' }, say('prices.cached')),
        el('th', { class: 'number' }, say('prices.output')),
        el('th', { class: 'wide' }, say('prices.from')), el('th', { class: 'wide' }, say('prices.until')))),
      el('tbody', {}, found.map(line))));
  }

  function line(row) {
    const price = (digits) => (digits === undefined ? format.dash : format.full(digits));
    return el('tr', {},
      el('td', { class: 'name', title: [row.note, row.source].filter(Boolean).join(' · ') },
        el('a', { href: app.api.address('#/prices', { model: row.model.replace(/^tool:/, '') }) }, row.model), ' ',
        row.own && badge(say('prices.own'), 'own'), row.status && el('span', { class: 'mark' }, row.status)),
      row.input === undefined ? others(row) : [
        el('td', { class: 'number' }, price(row.input)),
        el('td', { class: 'number wide' }, price(row.cached_input)),
        el('td', { class: 'number' }, price(row.output))],
      el('td', { class: 'wide quiet' }, row.from ? format.longDate(row.from) : say('prices.always')),
      el('td', { class: 'wide quiet' }, row.until ? format.longDate(row.until) : format.dash));
  }

  /** Prices of anything but tokens, across the columns of those. */
  function others(row) {
    const said = pricesOf(app, row, false).map(([name, digits]) => `${format.full(digits)} ${name}`).join(', ');
    return [el('td', { class: 'number', colspan: 2 }, said || el('span', { class: 'quiet' }, say('prices.none'))), el('td', { class: 'wide' })];
  }

  function sift() {
    const wanted = sieve.value.trim().toLowerCase();
    const found = rows.filter((row) => row.model.toLowerCase().includes(wanted));
    const now = found.filter(sold);
    const gone = found.filter((row) => !sold(row));
    put(current, now.length > 0 ? table(now) : el('p', { class: 'empty' }, say('prices.nothing')));
    put(past, table(gone));
    over.hidden = gone.length === 0;
    if (wanted !== '') over.open = gone.length > 0 && now.length === 0;
    shown.textContent = count('prices.rows', now.length);
  }

  async function load({ model }) {
    try {
      const list = await app.api.get('/api/prices');
      rows = list.data;
      sift();
      put(names, Object.entries(list.aliases).map(([name, id]) => el('div', {}, el('dt', {}, name), el('dd', {}, id))));
      aliases.hidden = Object.keys(list.aliases).length === 0;
      await Promise.all([ask.show(list, model), lacking.show(app.api.get('/api/unpriced'))]);
      app.fine();
    } catch (problem) {
      app.report(problem);
    }
  }

  return { update: load, unmount() {} };
}

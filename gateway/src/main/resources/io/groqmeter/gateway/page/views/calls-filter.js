// The filter of the list of calls. The address holds all of it, so that a list can be bookmarked and shared.

import { field, select, suggested } from '../dialog.js';
import { el } from '../dom.js';
import { NAMES } from '../range.js';

const NAMED = ['model', 'project', 'user', 'key'];

/** The filter's parameters. */
export const FILTERS = [...NAMED, 'endpoint', 'status'];

/** The API's parameters, from those of the address. */
export function question(params, app) {
  const { from, to } = app.range(params);
  return { from, to, ...Object.fromEntries(FILTERS.map((name) => [name, params[name]])) };
}

/** The fields; `show(params)` sets them, and a change goes to the address that says so. */
export function filter(app) {
  const { words: { say, count } } = app;
  const range = select(NAMES.map((name) => [name, say(`calls.range.${name}`)]), 'month');
  const from = el('input', { type: 'date', 'aria-label': say('calls.from') });
  const to = el('input', { type: 'date', 'aria-label': say('calls.to') });
  const dates = el('div', { class: 'row dates', hidden: true }, from, to);
  const texts = new Map(NAMED.map((name) => [name, suggested(`calls-${name}`, [], { type: 'search' })]));
  const endpoint = select([['', say('calls.any')]], '');
  const status = el('input', { inputmode: 'numeric', size: 4, autocomplete: 'off' });
  const clear = el('button', { type: 'button', class: 'plain', on: { click: () => app.go('calls', kept()) } }, say('calls.clear'));
  const summary = el('summary', {});
  const form = el('form', { class: 'filters', on: { change, submit: change, focusin: offer, pointerover: offer } },
    field(say('calls.range'), range), dates,
    ...NAMED.map((name) => field(say(`calls.${name}`), texts.get(name).input)),
    field(say('calls.endpoint'), endpoint), field(say('calls.status'), status), clear,
    ...[...texts.values()].map((text) => text.list));
  const element = el('details', { class: 'sieve', open: matchMedia('(min-width: 46.01rem)').matches }, summary, form);
  const controls = { endpoint, status, ...Object.fromEntries(NAMED.map((name) => [name, texts.get(name).input])) };
  let offered = '';
  let period;

  const kept = () => ({ range: range.value, ...(range.value === 'custom' ? { from: from.value, to: to.value } : {}) });

  function change(event) {
    event.preventDefault();
    const wish = Object.fromEntries(FILTERS.map((name) => [name, controls[name].value.trim()]));
    app.go('calls', { ...kept(), ...wish });
  }

  /** Loads suggestions from that period once a field gets the focus. */
  async function offer() {
    const { from: start, to: end } = period;
    if (offered === `${start}/${end}`) return;
    offered = `${start}/${end}`;
    const by = (name) => app.api.get('/api/summary', { by: name, from: start, to: end, limit: 500 })
      .then(({ data }) => data.map((group) => group[name]).filter(Boolean));
    let endpoints;
    let named;
    try {
      [endpoints, ...named] = await Promise.all(['endpoint', ...NAMED].map(by));
    } catch (problem) {
      offered = '';
      app.report(problem);
      return;
    }
    NAMED.forEach((name, index) => texts.get(name).offer(named[index]));
    const chosen = endpoint.value;
    endpoint.replaceChildren(...['', ...new Set([...endpoints, chosen].filter(Boolean))].map((name) =>
      el('option', { value: name }, name || say('calls.any'))));
    endpoint.value = chosen;
  }

  return {
    element,
    show(params) {
      const asked = app.range(params);
      period = asked;
      range.value = asked.name;
      dates.hidden = asked.name !== 'custom';
      [from.value, to.value] = [asked.first ?? '', asked.last ?? ''];
      const chosen = FILTERS.filter((name) => params[name]);
      if (params.endpoint && ![...endpoint.options].some((option) => option.value === params.endpoint)) {
        endpoint.append(el('option', { value: params.endpoint }, params.endpoint));
      }
      FILTERS.forEach((name) => { controls[name].value = params[name] ?? ''; });
      clear.hidden = chosen.length === 0;
      summary.textContent = chosen.length === 0 ? say('calls.filter') : count('calls.filters', chosen.length);
    },
  };
}

// Limits per minute on calls and tokens, and the effect of a change.

import { act, dialog, field, select } from '../dialog.js';
import { el, put } from '../dom.js';
import { calls, scopeFields, title, warn } from './scope.js';

const MEASURES = ['requests', 'tokens'];

export function limits(app) {
  const { words: { say, count }, format } = app;
  const rows = el('ul', { class: 'limits' });
  const nothing = el('p', { class: 'quiet small', hidden: true }, say('limits.nothing'));
  const element = el('section', { class: 'card section' },
    el('header', {}, el('h2', {}, say('limits.title')), el('button', { type: 'button', on: { click: () => change(null) } }, say('limits.new'))),
    rows, nothing);

  function row(limit) {
    return el('li', {},
      el('p', {}, title(app, limit.scope)),
      el('p', { class: 'number' }, count(`limits.per.${limit.measure}`, limit.per_minute)),
      el('div', {}, limit.source === 'file'
        ? el('span', { class: 'quiet small' }, say('budgets.file'))
        : [el('button', { type: 'button', class: 'plain', on: { click: () => change(limit) } }, say('budgets.change')),
          el('button', { type: 'button', class: 'plain', on: { click: () => remove(limit) } }, say('budgets.remove'))]));
  }

  function change(limit) {
    const whose = scopeFields(app, limit?.scope);
    const measure = select(MEASURES.map((name) => [name, say(`limits.measure.${name}`)]), limit?.measure ?? 'requests');
    const most = el('input', { inputmode: 'numeric', value: limit?.per_minute ?? '', placeholder: '60', autocomplete: 'off' });
    if (limit) {
      whose.fix();
      measure.disabled = true;
    }
    const wanted = () => {
      const scope = whose.scope();
      const perMinute = /^[1-9]\d{0,8}$/.test(most.value.trim()) ? Number(most.value) : 0;
      return scope === '' || perMinute === 0 ? null : { scope, measure: measure.value, per_minute: perMinute };
    };
    dialog(say(limit ? 'limits.change.title' : 'limits.new'), (box) => [act([
      ...whose.elements,
      el('div', { class: 'pair' }, field(say('limits.most'), most), field(say('limits.measure'), measure)),
    ], {
      sentence: () => (wanted() ? say(`limits.means.${measure.value}`, { whose: calls(app, wanted().scope), count: format.number(wanted().per_minute) }) : ''),
      go: say(limit ? 'budgets.change' : 'budgets.create'), stop: say('dialog.stop'),
    }, async () => {
      const told = await app.api.send('PUT', '/api/limits', wanted());
      await load();
      warn(app, told);
    }, box)]);
  }

  function remove(limit) {
    dialog(say('limits.remove.title', { limit: title(app, limit.scope) }), (box) => [act([], {
      sentence: () => say('limits.remove', { whose: calls(app, limit.scope) }), go: say('budgets.remove'), stop: say('dialog.stop'), danger: true,
    }, async () => {
      await app.api.send('DELETE', '/api/limits', undefined, { scope: limit.scope, measure: limit.measure });
      await load();
    }, box)]);
  }

  async function load() {
    const { data } = await app.api.get('/api/limits');
    put(rows, data.map(row));
    nothing.hidden = data.length > 0;
  }

  return { element, load };
}

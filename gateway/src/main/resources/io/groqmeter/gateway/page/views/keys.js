// Caller keys. A key itself is shown once, when it is created.

import { badge, el, put } from '../dom.js';
import { makeKey, revokeKey, rotateKey } from './key-forms.js';

export default function mount(root, app) {
  const { words: { say }, format } = app;
  const rows = el('div', { class: 'keys' });
  const past = el('div', { class: 'keys' });
  const over = el('details', { class: 'past', hidden: true }, el('summary', {}, say('keys.past')), past);
  const nothing = el('div', { class: 'empty', hidden: true }, el('p', {}, say('keys.nothing')));
  put(root,
    el('header', { class: 'head' },
      el('div', {}, el('h1', {}, say('keys.title')), el('p', { class: 'quiet small' }, say('keys.why'))),
      el('button', { type: 'button', class: 'main', on: { click: () => makeKey(app, load) } }, say('keys.new'))),
    rows, nothing, over);

  const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));

  function row(key) {
    const valid = key.state === 'valid';
    const scope = key.models.length === 0 ? say('keys.models.all') : key.models.join(', ');
    return el('section', { class: `card caller-key ${key.state}` },
      el('header', {},
        el('div', {},
          el('h2', {}, el('a', { href: app.api.address('#/calls', { key: key.name, range: '12m' }) }, key.name), ' ', badge(say(`keys.state.${key.state}`), key.state)),
          el('p', { class: 'quiet small' }, scope)),
        key.state !== 'revoked' && el('div', { class: 'row' },
          valid && el('button', { type: 'button', on: { click: () => rotateKey(app, key, load) } }, say('keys.rotate')),
          el('button', { type: 'button', class: 'plain', on: { click: () => revokeKey(app, key, load) } }, say('keys.revoke')))),
      el('dl', { class: 'key-facts' },
        fact(say('keys.cost'), el('span', { title: format.exact(key.cost_usd) }, format.money(key.cost_usd))),
        fact(say('keys.calls'), format.number(key.calls)),
        fact(say('keys.used'), key.last_used_on ? format.longDate(key.last_used_on) : say('keys.unused')),
        fact(say('calls.project'), key.project ?? say('keys.free')),
        fact(say('calls.user'), key.user ?? say('keys.free')),
        fact(say('keys.created'), format.longDate(format.date(key.created_at))),
        key.revoked_at ? fact(say('keys.revokedAt'), format.moment(key.revoked_at))
          : fact(say('keys.expires'), key.expires_at ? format.minute(key.expires_at) : say('keys.never'))),
      key.replaced_valid_until && el('p', { class: 'small quiet' }, say('keys.grace', { until: format.moment(key.replaced_valid_until) })));
  }

  async function load() {
    try {
      const { data } = await app.api.get('/api/keys');
      const valid = data.filter((key) => key.state === 'valid');
      const ended = data.filter((key) => key.state !== 'valid');
      put(rows, valid.map(row));
      put(past, ended.map(row));
      over.hidden = ended.length === 0;
      nothing.hidden = valid.length > 0;
      app.fine();
    } catch (problem) {
      app.report(problem);
    }
  }

  return { update: load, unmount() {} };
}

// Creating, rotating and revoking a key, each with a sentence on its effect.

import { act, dialog, field, select, suggested } from '../dialog.js';
import { el } from '../dom.js';
import { warn } from './scope.js';

const GRACES = [0, 3_600, 86_400, 604_800];
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

export function makeKey(app, changed) {
  const { words: { say }, format } = app;
  const name = el('input', { required: true, maxlength: 64, autocomplete: 'off', spellcheck: 'false' });
  const project = suggested('key-projects', []);
  const user = suggested('key-users', []);
  const models = suggested('key-models', [], { placeholder: say('keys.models.all') });
  const expires = el('input', { type: 'date' });
  offer(app, 'project', project);
  offer(app, 'user', user);
  app.api.get('/api/prices').then(({ data }) => models.offer([...new Set(data.filter((row) => row.in_force).map((row) => row.model))]));

  function wanted() {
    if (!NAME.test(name.value.trim())) return null;
    return {
      name: name.value.trim(), project: project.input.value.trim() || null, user: user.input.value.trim() || null,
      models: models.input.value.split(/[\s,]+/).filter(Boolean), expires_at: expires.value || null,
    };
  }

  function sentence() {
    const key = wanted();
    if (key === null) return '';
    return [
      say('keys.means', { name: key.name, models: key.models.length > 0 ? key.models.join(', ') : say('keys.means.models') }),
      key.project && say('keys.means.project', { project: key.project }),
      key.user && say('keys.means.user', { user: key.user }),
      key.expires_at && say('keys.means.expires', { date: format.longDate(key.expires_at) }),
    ].filter(Boolean).join(' ');
  }

  dialog(say('keys.new'), (box) => [act([
    field(say('keys.name'), name, say('keys.name.why')),
    el('div', { class: 'pair' }, field(say('calls.project'), project.input), field(say('calls.user'), user.input)),
    field(say('keys.models'), models.input, say('keys.models.why')),
    field(say('keys.expires'), expires, say('keys.expires.why')),
    project.list, user.list, models.list,
  ], { sentence, go: say('keys.create'), stop: say('dialog.stop') }, async () => {
    const made = await app.api.send('POST', '/api/keys', wanted());
    box.close();
    show(app, made);
    warn(app, made);
    await changed();
  }, box)]);
}

async function offer({ api }, by, text) {
  const { data } = await api.get('/api/summary', { by, limit: 500 });
  text.offer(data.map((group) => group[by]).filter(Boolean));
}

export function rotateKey(app, { name }, changed) {
  const { words: { say } } = app;
  const grace = select(GRACES.map((seconds) => [seconds, say(`keys.grace.${seconds}`)]), 3_600);
  dialog(say('keys.rotate.title', { name }), (box) => [act([field(say('keys.rotate.grace'), grace)], {
    sentence: () => say(grace.value === '0' ? 'keys.rotate.now' : 'keys.rotate.later', { name, span: say(`keys.grace.${grace.value}`) }),
    go: say('keys.rotate'), stop: say('dialog.stop'),
  }, async () => {
    const made = await app.api.send('POST', `/api/keys/${encodeURIComponent(name)}/rotate`, { grace_seconds: Number(grace.value) });
    box.close();
    show(app, made);
    await changed();
  }, box)]);
}

export function revokeKey(app, { name }, changed) {
  const { words: { say } } = app;
  dialog(say('keys.revoke.title', { name }), (box) => [act([], {
    sentence: () => say('keys.revoke.means', { name }), go: say('keys.revoke'), stop: say('dialog.stop'), danger: true,
  }, async () => {
    await app.api.send('POST', `/api/keys/${encodeURIComponent(name)}/revoke`);
    await changed();
  }, box)]);
}

/** Shows the new key once; it leaves the page with the dialog. */
function show({ words: { say } }, { key, about }) {
  const secret = el('code', { class: 'secret', tabindex: 0 }, key);
  const copied = el('span', { class: 'quiet small', role: 'status' });
  const copy = el('button', {
    type: 'button', class: 'main', on: {
      async click() {
        await navigator.clipboard.writeText(key);
        copied.textContent = say('keys.copied');
      },
    },
  }, say('keys.copy'));
  dialog(say('keys.made', { name: about.name }), ({ close }) => [
    el('p', {}, say('keys.once')),
    secret,
    // Without TLS, browsers give the clipboard to pages from localhost only.
    el('div', { class: 'row end' }, copied, navigator.clipboard && copy,
      el('button', { type: 'button', on: { click: close } }, say('keys.kept'))),
  ], true);
}

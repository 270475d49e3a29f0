// A rule's scope: parsed from the API's text, put into words, and chosen in a form.

import { dialog, field, select, suggested } from '../dialog.js';
import { el } from '../dom.js';

const NAMED = ['project', 'user', 'key', 'model'];
const KINDS = ['all', ...NAMED, 'tag', 'each-project', 'each-user', 'each-key'];

/** `user:ana` as { kind, name }. */
function read(scope) {
  const colon = scope.indexOf(':');
  return colon < 0 ? { kind: scope, name: '' } : { kind: scope.slice(0, colon), name: scope.slice(colon + 1) };
}

/** Whose calls, as a heading: "User ana". */
export function title({ words: { say } }, scope, group = null) {
  const { kind, name } = read(scope);
  return group && kind.startsWith('each-') ? say(`scope.title.${kind.slice(5)}`, { name: group }) : say(`scope.title.${kind}`, { name });
}

/** Whose calls, in a sentence: "calls of user ana". */
export function calls({ words: { say } }, scope) {
  const { kind, name } = read(scope);
  return say(`scope.calls.${kind}`, { name });
}

/** Warns that a name which was just set is unknown, where the API says so. */
export function warn({ words: { say } }, { warning }) {
  if (!warning) return;
  dialog(say('scope.unknown.title'), ({ close }) => [
    el('p', {}, say(warning.closest ? 'scope.unknown.meant' : 'scope.unknown', warning)),
    el('div', { class: 'row end' }, el('button', { type: 'button', class: 'main', on: { click: close } }, say('scope.unknown.seen'))),
  ]);
}

/** Whether it is one rule for every name. */
export const isEach = (scope) => scope.startsWith('each-');

/** Fields to choose a scope; `scope()` is the API's text of it, empty while it is incomplete. */
export function scopeFields(app, now = 'all') {
  const { words: { say } } = app;
  const chosen = read(now);
  const kind = select(KINDS.map((name) => [name, say(`scope.kind.${name}`)]), chosen.kind, { on: { change: look } });
  const text = suggested('scope-names', [], { value: chosen.name, required: true });
  const named = field(say('scope.name'), text.input);

  const wantsName = () => NAMED.includes(kind.value) || kind.value === 'tag';

  async function look() {
    named.hidden = !wantsName();
    text.input.placeholder = kind.value === 'tag' ? say('scope.tag') : '';
    if (!NAMED.includes(kind.value)) return;
    const wanted = kind.value;
    const { data } = await app.api.get('/api/summary', { by: wanted, limit: 500 });
    if (wanted === kind.value) text.offer(data.map((group) => group[wanted]).filter(Boolean));
  }

  look();
  return {
    elements: [field(say('scope.of'), kind), named, text.list],
    scope() {
      const name = text.input.value.trim();
      if (!wantsName()) return kind.value;
      return name === '' || (kind.value === 'tag' && !/^[^=]+=.+$/.test(name)) ? '' : `${kind.value}:${name}`;
    },
    /** A rule that is changed keeps its scope. */
    fix() {
      kind.disabled = true;
      text.input.disabled = true;
    },
  };
}

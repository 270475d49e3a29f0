// Creating, changing and removing a budget, each with a sentence on its effect.

import { act, dialog, field, select } from '../dialog.js';
import { el } from '../dom.js';
import { calls, isEach, scopeFields, title, warn } from './scope.js';

const PERIODS = ['hour', 'day', 'week', 'month', 'total'];

/** An amount as typed, in the API's form; empty when it is none. */
function amount(text) {
  const plain = text.trim().replace(/^\$/, '').replace(',', '.');
  return /^\d+(\.\d{1,12})?$/.test(plain) ? plain : '';
}

/** The budget's effect, in a sentence. */
function meaning(app, rule) {
  const { words: { say }, format } = app;
  const whose = calls(app, rule.scope);
  const period = rule.period === 'month' && rule.resets_on > 1
    ? say('budgets.in.reset', { day: rule.resets_on })
    : say(`budgets.in.${rule.period}`, { month: format.monthName(app.now()) });
  const spend = say(isEach(rule.scope) ? 'budgets.spend.each' : 'budgets.spend');
  const said = say(rule.hard ? 'budgets.means.hard' : 'budgets.means.soft', { whose, spend, usd: format.money(rule.usd), period });
  return rule.hard && rule.allow_unpriced ? `${said} ${say('budgets.means.unpriced')}` : said;
}

/**
 * Asks for a budget and sets it.
 *
 * @param rule the one to change; null for a new one
 */
export function changeBudget(app, rule, changed) {
  const { words: { say } } = app;
  const whose = scopeFields(app, rule?.scope);
  const usd = el('input', { inputmode: 'decimal', value: rule?.usd ?? '', placeholder: '5.00', required: true, autocomplete: 'off' });
  const period = select(PERIODS.map((name) => [name, say(`budgets.period.${name}`)]), rule?.period ?? 'month', { on: { change: look } });
  const day = el('input', { type: 'number', min: 1, max: 31, value: rule?.resets_on ?? 1 });
  const resets = field(say('budgets.resetsOn'), day);
  const kind = select([['hard', say('budgets.kind.hard')], ['soft', say('budgets.kind.soft')]], rule?.hard === false ? 'soft' : 'hard');
  const unpriced = el('input', { type: 'checkbox' });
  unpriced.checked = rule?.allow_unpriced ?? false;
  if (rule) {
    whose.fix();
    period.disabled = true;
  }

  function look() {
    resets.hidden = period.value !== 'month';
  }

  /** The budget in the form; null while it is incomplete. */
  function wanted() {
    const scope = whose.scope();
    const cap = amount(usd.value);
    const first = period.value === 'month' ? Number(day.value) : 1;
    if (scope === '' || cap === '' || !(Number.isInteger(first) && first >= 1 && first <= 31)) return null;
    return { scope, usd: cap, period: period.value, hard: kind.value === 'hard', resets_on: first, allow_unpriced: unpriced.checked };
  }

  look();
  dialog(say(rule ? 'budgets.change.title' : 'budgets.new'), (box) => [act([
    ...whose.elements,
    el('div', { class: 'pair' }, field(say('budgets.usd'), usd), field(say('budgets.period'), period)),
    resets,
    field(say('budgets.kind'), kind),
    el('label', { class: 'check' }, unpriced, say('budgets.allowUnpriced')),
  ], {
    sentence: () => (wanted() ? meaning(app, wanted()) : ''),
    go: say(rule ? 'budgets.change' : 'budgets.create'),
    stop: say('dialog.stop'),
  }, async () => {
    const told = await app.api.send(rule ? 'PUT' : 'POST', '/api/budgets', wanted());
    await changed();
    warn(app, told);
  }, box)]);
}

/** Removes a budget after confirmation. */
export function removeBudget(app, rule, changed) {
  const { words: { say }, format } = app;
  dialog(say('budgets.remove.title', { budget: title(app, rule.scope) }), (box) => [act([], {
    sentence: () => say(rule.hard ? 'budgets.remove.hard' : 'budgets.remove.soft', {
      whose: calls(app, rule.scope), budget: say(`budgets.per.${rule.period}`, { usd: format.money(rule.usd) }),
    }),
    go: say('budgets.remove'), stop: say('dialog.stop'), danger: true,
  }, async () => {
    await app.api.send('DELETE', '/api/budgets', undefined, { scope: rule.scope, period: rule.period });
    await changed();
  }, box)]);
}

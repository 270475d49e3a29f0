// The state of each budget: a bar of spend and holds, with the numbers.

import { badge, el } from '../dom.js';
import { changeBudget, removeBudget } from './budget-forms.js';
import { isEach, title } from './scope.js';

/**
 * A row for each budget, and one for each name a budget for every name has money of.
 *
 * @param found the answer of /api/budgets
 * @param changed called when a budget was changed
 */
export function budgetRows(app, { data, rules }, changed) {
  const { words: { say, count }, format } = app;

  const same = (state, rule) => state.scope === rule.scope && state.period === rule.period;

  function row(rule) {
    const states = data.filter((state) => same(state, rule));
    return el('section', { class: 'card budget' },
      el('header', {},
        el('div', {},
          el('h2', {}, title(app, rule.scope)),
          el('p', { class: 'quiet small' },
            el('span', { class: 'number' }, say(`budgets.per.${rule.period}`, { usd: format.money(rule.usd) })), ' ',
            badge(say(rule.hard ? 'budgets.hard' : 'budgets.soft'), rule.hard ? 'hard' : ''),
            rule.allow_unpriced && badge(say('budgets.unpriced')),
            rule.resets_on > 1 && badge(say('budgets.on', { day: rule.resets_on })))),
        rule.source === 'file'
          ? el('p', { class: 'quiet small' }, say('budgets.file'))
          : el('div', { class: 'row' },
            el('button', { type: 'button', on: { click: () => changeBudget(app, rule, changed) } }, say('budgets.change')),
            el('button', { type: 'button', class: 'plain', on: { click: () => removeBudget(app, rule, changed) } }, say('budgets.remove')))),
      states.length === 0 && el('p', { class: 'quiet small' }, say('budgets.nobody')),
      states.slice(0, MOST).map((state) => stand(state)),
      states.length > MOST && el('details', {}, el('summary', { class: 'quiet small' }, count('budgets.more', states.length - MOST)),
        states.slice(MOST).map((state) => stand(state))));
  }

  function stand(state) {
    const over = state.remaining_usd.startsWith('-');
    return el('div', { class: 'stand-of' },
      isEach(state.scope) && el('p', { class: 'small' }, title(app, state.scope, state.group)),
      gauge(state),
      el('dl', { class: 'gauge-facts' },
        fact(say('budgets.spent'), state.spent_usd, state.spent_percent, 'spent'),
        state.held_usd !== '0' && fact(say('budgets.held'), state.held_usd, state.held_percent, 'held'),
        fact(say(over ? 'budgets.over' : 'budgets.left'), over ? state.remaining_usd.slice(1) : state.remaining_usd, null, over ? 'bad' : ''),
        el('div', {}, el('dt', {}, say(state.resets_at ? 'budgets.resets' : 'budgets.never')),
          el('dd', {}, state.resets_at && el('time', { datetime: state.resets_at }, format.minute(state.resets_at))))));
  }

  function fact(name, digits, percent, kind) {
    return el('div', {},
      el('dt', { class: kind }, name),
      el('dd', { title: format.exact(digits) }, format.money(digits), percent && el('span', { class: 'mark' }, ` ${format.percent(percent)}`)));
  }

  return rules.map(row);
}

const MOST = 8;

/** The bar; its lengths are drawn from the API's percentages, which stand beside it as text. */
function gauge({ spent_percent: spent, held_percent: held, hard }) {
  const full = spent === null ? 0 : Math.max(100, Number(spent) + Number(held));
  const made = el('div', { class: `gauge ${Number(spent) >= 100 ? 'full' : ''} ${hard ? 'hard' : ''}`, 'aria-hidden': 'true' });
  made.style.setProperty('--spent', full === 0 ? '100%' : `${Number(spent) / full * 100}%`);
  made.style.setProperty('--held', full === 0 ? '0%' : `${Number(held) / full * 100}%`);
  return made;
}

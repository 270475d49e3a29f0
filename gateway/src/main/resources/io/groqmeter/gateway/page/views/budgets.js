// Budgets, their state, limits and alerts.

import { el, put } from '../dom.js';
import { paced } from '../live.js';
import { alerts } from './alerts.js';
import { budgetRows } from './budget-rows.js';
import { changeBudget } from './budget-forms.js';
import { limits } from './limits.js';

export default function mount(root, app) {
  const { words: { say } } = app;
  const problem = el('p', { class: 'banner', role: 'alert', hidden: true });
  const rows = el('div', { class: 'budgets' });
  const nothing = el('p', { class: 'empty', hidden: true }, say('budgets.nothing'));
  const pace = limits(app);
  const told = alerts(app);
  put(root,
    el('header', { class: 'head' },
      el('h1', {}, say('budgets.title')),
      el('button', { type: 'button', class: 'main', on: { click: () => changeBudget(app, null, load) } }, say('budgets.new'))),
    problem, rows, nothing, pace.element, told.element);

  async function load() {
    try {
      const found = await app.api.get('/api/budgets');
      problem.hidden = found.problem === null;
      problem.textContent = found.problem ?? '';
      put(rows, budgetRows(app, found, load));
      nothing.hidden = found.rules.length > 0;
      await Promise.all([pace.load(), told.load()]);
      app.fine();
    } catch (trouble) {
      app.report(trouble);
    }
  }

  /** Rows that have the focus are not replaced. */
  const refresh = paced(async () => { if (!rows.contains(document.activeElement)) await load(); });
  const stop = app.live.follow({ usage: refresh });
  return {
    update: load,
    unmount() {
      stop();
      refresh.stop();
    },
  };
}

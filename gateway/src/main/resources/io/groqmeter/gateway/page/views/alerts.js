// Alerts: the rules, and the history, latest first.

import { badge, el, put } from '../dom.js';

const MOST = 20;

export function alerts(app) {
  const { words: { say }, format } = app;
  const rules = el('ul', { class: 'rules' });
  const none = el('p', { class: 'quiet small', hidden: true }, say('alerts.nothing'));
  const told = el('ol', { class: 'told' });
  const quiet = el('p', { class: 'quiet small', hidden: true }, say('alerts.quiet'));
  const element = el('div', { class: 'two' },
    el('section', { class: 'card section' }, el('header', {}, el('h2', {}, say('alerts.title'))), rules, none),
    el('section', { class: 'card section' }, el('header', {}, el('h2', {}, say('alerts.history'))), told, quiet));

  /** A rule's condition as a sentence. */
  function sense(rule) {
    const whose = ['model', 'key', 'project', 'user', 'endpoint'].filter((name) => rule[name]).map((name) => `${say(`alerts.${name}`)} ${rule[name]}`).join(', ');
    return say(`alerts.type.${rule.type}`, {
      percent: [rule.percent].flat().filter(Boolean).map((share) => `${share} %`).join(', '),
      usd: rule.usd && format.money(rule.usd), calls: rule.calls,
      period: rule.period && say(`budgets.period.${rule.period}`).toLowerCase(),
      whose: whose && ` (${whose})`,
    });
  }

  const shown = (rule) => el('li', {},
    el('p', {}, sense(rule)),
    el('p', { class: 'quiet smaller' }, rule.name, ' · ', rule.channels.join(', ')));

  const telling = (alert) => el('li', {},
    el('p', {}, alert.text),
    el('p', { class: 'quiet smaller' }, el('time', { datetime: alert.at }, format.moment(alert.at)), ' · ', alert.rule, ' ',
      Object.entries(alert.channels).map(([name, { state, error }]) =>
        badge(`${name}: ${say(`alerts.state.${state}`)}${error ? ` (${error})` : ''}`, state === 'given_up' ? 'hard' : ''))));

  return {
    element,
    async load() {
      const [set, history] = await Promise.all([app.api.get('/api/alerts'), app.api.get('/api/alerts/history', { limit: MOST })]);
      put(rules, set.data.map(shown));
      none.hidden = set.data.length > 0;
      put(told, history.data.map(telling));
      quiet.hidden = history.data.length > 0;
    },
  };
}

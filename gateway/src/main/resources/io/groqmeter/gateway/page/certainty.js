// Notes beside a total: how it changed, and how exact it is.

import { el } from './dom.js';

/** The change of a total since the previous period, as in "up 12.5 %"; nothing without one. */
export function change({ words: { say }, format }, { change: found, previous }, than) {
  if (!found || found.cost_percent === null) return null;
  const way = found.cost_percent.startsWith('-') ? 'down' : Number(found.cost_percent) === 0 ? 'same' : 'up';
  return el('span', { class: 'note', title: format.exact(previous.sums.cost_usd) },
    el('span', { class: `change ${way}` }, el('span', { class: 'unseen' }, say(`overview.${way}`)), format.percentChange(found.cost_percent)),
    ' ', than);
}

const CERTAIN = 'usage.measured';
const USAGE = ['measured', 'estimated', 'unknown'];
const PRICE = ['fallback', 'unknown', 'last_known', 'override'];

/** A mark beside a total that is not all measured usage at list prices; opens to the breakdown. */
export function certainty({ words: { say, count }, format }, { usage_basis: usage, price_basis: price }) {
  const lines = [
    ...USAGE.filter((basis) => usage[basis]).map((basis) => [`usage.${basis}`, usage[basis]]),
    ...PRICE.filter((basis) => price[basis]).map((basis) => [`price.${basis}`, price[basis]]),
  ];
  if (lines.every(([basis]) => basis === CERTAIN)) return null;
  return el('details', { class: 'certainty' },
    el('summary', {}, say('overview.notAll')),
    el('ul', {}, lines.map(([basis, sums]) => el('li', {},
      count(`overview.${basis}`, sums.calls, { cost: format.money(sums.cost_usd) })))));
}

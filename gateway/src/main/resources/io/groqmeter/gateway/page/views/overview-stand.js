// The head of the overview: spend today, this month, the forecast, and in total.

import { el, put } from '../dom.js';
import { certainty, change } from '../certainty.js';

export function stand(app) {
  const { words: { say, count }, format } = app;
  const big = el('p', { class: 'spend number' }, format.dash);
  const bigNote = el('div', { class: 'notes' });
  const side = el('dl', { class: 'stand-side' });
  const open = el('p', { class: 'unsettled', hidden: true });
  const element = el('section', { class: 'stand' },
    el('div', { class: 'stand-main' }, el('h2', {}, say('overview.today')), big, bigNote),
    side,
    open);

  function figure(label, digits, ...notes) {
    return el('div', {}, el('dt', {}, label), el('dd', {},
      el('span', { class: 'side-figure', title: format.exact(digits) }, format.money(digits)), ...notes));
  }

  function forecast(found, month) {
    if (found === null) {
      return el('div', {}, el('dt', {}, say('overview.forecast')), el('dd', {},
        el('span', { class: 'side-figure faint' }, format.dash), el('span', { class: 'note' }, say('overview.forecast.none'))));
    }
    return figure(say('overview.forecast'), found.cost_usd,
      interval(found, month.sums),
      el('span', { class: 'note', title: say('overview.forecast.why', { days: found.days, confidence: found.confidence }) },
        say('overview.forecast.range', { least: format.money(found.least_usd), most: format.money(found.most_usd) })));
  }

  /** The forecast as a scale: spend so far, the interval of the month's end, and the expected value in it. */
  function interval({ least_usd: least, cost_usd: likely, most_usd: most }, { cost_usd: spent }) {
    const scale = el('span', { class: 'interval', 'aria-hidden': 'true' });
    Object.entries({ spent, least, likely })
      .forEach(([name, usd]) => scale.style.setProperty(`--${name}`, `${most > 0 ? usd / most * 100 : 0}%`));
    return scale;
  }

  return {
    element,
    async show({ overview }) {
      const { today, month, total, forecast: found, unsettled } = await overview;
      big.textContent = format.money(today.sums.cost_usd);
      big.title = format.exact(today.sums.cost_usd);
      put(bigNote,
        change(app, today, say('overview.yesterday')),
        el('span', { class: 'note' }, count('overview.calls', today.sums.calls)),
        certainty(app, today));
      put(side,
        figure(say('overview.month'), month.sums.cost_usd, change(app, month, say('overview.lastMonth')), certainty(app, month)),
        forecast(found, month),
        figure(say('overview.total'), total.sums.cost_usd,
          el('span', { class: 'note' }, count('overview.calls', total.sums.calls)), certainty(app, total)));
      open.hidden = unsettled.calls === 0;
      put(open, el('a', { href: '#/calls?unsettled=1' },
        count(unsettled.calls_without_bound > 0 ? 'overview.unbounded' : 'overview.unsettled', unsettled.calls,
          { cost: format.money(unsettled.worst_case_cost_usd) })));
    },
  };
}

// Money, tokens and calls over time.

import { certainty, change } from '../certainty.js';
import { chart } from '../chart.js';
import { el, put } from '../dom.js';

const COLOURS = [1, 2, 3, 4, 5, 6].map((at) => `--line-${at}`);

/** Assigns each name a colour that it keeps while the page is open, unless another name on screen has it. */
function palette() {
  const given = new Map();
  return (names) => {
    const kept = new Set();
    for (const name of names.filter((some) => given.has(some))) {
      if (!kept.has(given.get(name))) kept.add(given.get(name));
      else given.delete(name);
    }
    for (const name of names.filter((some) => !given.has(some))) {
      const colour = COLOURS.find((free) => !kept.has(free));
      given.set(name, colour);
      kept.add(colour);
    }
    return given;
  };
}

/** A card with a heading, a note beside it, and a chart. */
export function card(heading, figure, drawn, ...more) {
  return el('section', { class: 'card' }, el('header', {}, el('h2', {}, heading), figure), drawn.element, ...more);
}

/** The link to a group's calls in the same period. */
export function callsOf(app, by, value, { name, first, last }) {
  if (value === null) return undefined;
  return app.api.address('#/calls', { [by]: value, range: name, ...(name === 'custom' ? { from: first, to: last } : {}) });
}

/** Spend over time, stacked by model. */
export function spend(app) {
  const { words: { say, count }, format } = app;
  const drawn = chart(app, { name: say('overview.spend'), tell: format.money, axis: format.moneyAxis, height: 280 });
  const figure = el('div', { class: 'card-figure' });
  const element = card(say('overview.spend'), figure, drawn);
  const coloured = palette();
  return {
    element,
    close: drawn.close,
    async show({ overview, summary, model }, range) {
      const [stood, sums, series] = await Promise.all([overview, summary, model]);
      // Today and this month are compared with the same part of yesterday and of last month, as above.
      const part = { today: stood.today, month: stood.month }[range.name] ?? sums;
      const than = { today: say('overview.yesterday'), month: say('overview.lastMonth') }[range.name] ?? say('overview.before');
      put(figure,
        el('span', { class: 'amount', title: format.exact(sums.total.cost_usd) }, format.money(sums.total.cost_usd)),
        change(app, part, than), el('span', { class: 'note' }, count('overview.calls', sums.total.calls)), certainty(app, sums));
      const colours = coloured(series.data.map(({ value }) => value));
      const lines = series.data.map((line) => ({
        name: line.value ?? say('overview.none'),
        colour: colours.get(line.value),
        values: line.cost_usd,
        href: callsOf(app, 'model', line.value, range),
      }));
      if (series.rest) {
        lines.push({ name: say('overview.others'), colour: '--line-rest', values: series.rest.cost_usd });
      }
      drawn.show({ steps: series.steps, step: series.step, lines, total: series.total.cost_usd });
    },
  };
}

/** Tokens over time; what is cached and what is reasoning is part of the line above it, hence dashed. */
export function tokens(app) {
  const { words: { say }, format } = app;
  const drawn = chart(app, { kind: 'lines', name: say('overview.tokens'), tell: format.number, axis: format.short });
  const figure = el('div', { class: 'card-figure' });
  return {
    element: card(say('overview.tokens'), figure, drawn),
    close: drawn.close,
    async show({ model, summary }) {
      const [{ steps, step, total }, { total: sums }] = await Promise.all([model, summary]);
      put(figure, el('span', { class: 'amount', title: format.number(sums.total_tokens) }, format.short(sums.total_tokens)));
      const line = (field, colour, dash) => ({
        name: say(`overview.${field}`), colour, dash, values: total[field], figure: format.short(sums[field]),
      });
      drawn.show({ steps, step, lines: [
        line('input_tokens', '--line-2'), line('cache_read_input_tokens', '--line-2', [4, 3]),
        line('output_tokens', '--line-1'), line('reasoning_output_tokens', '--line-1', [4, 3]),
      ] });
    },
  };
}

/** Calls over time, with failed calls in front. */
export function requests(app) {
  const { words: { say }, format } = app;
  const drawn = chart(app, { kind: 'over', name: say('overview.requests'), tell: format.number, axis: format.short });
  const figure = el('div', { class: 'card-figure' });
  return {
    element: card(say('overview.requests'), figure, drawn),
    close: drawn.close,
    async show({ model, summary }) {
      const [{ steps, step, total }, { total: sums }] = await Promise.all([model, summary]);
      put(figure, el('span', { class: 'amount' }, format.number(sums.calls)));
      drawn.show({ steps, step, lines: [
        { name: say('overview.allCalls'), colour: '--line-4', values: total.calls, figure: format.number(sums.calls) },
        { name: say('overview.errors'), colour: '--bad', values: total.errors, figure: format.number(sums.errors) },
      ] });
    },
  };
}

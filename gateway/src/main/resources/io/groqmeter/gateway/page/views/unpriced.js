// Models without a price: what is counted for them, and what they would cost at the highest listed price.

import { el, put } from '../dom.js';

export function unpriced(app) {
  const { words: { say, count }, format } = app;
  const rows = el('ul');
  const mend = el('p', { class: 'quiet' });
  const element = el('section', { class: 'unpriced', hidden: true }, el('h2', {}, say('unpriced.title')), rows, mend);

  function row({ model, calls, counted_usd: counted, dearest_usd: dearest }, choice) {
    const name = model === null ? say('unpriced.none') : el('a', { href: app.api.address('#/prices', { model }) }, model);
    return el('li', {}, name, ': ', count(`unpriced.${choice}`, calls, { counted: format.money(counted), dearest: format.money(dearest) }));
  }

  return {
    element,
    /** @param answer of the API */
    async show(answer) {
      const { unknown_price: choice, data } = await answer;
      element.hidden = data.length === 0;
      put(rows, data.map((found) => row(found, choice)));
      mend.textContent = say(`unpriced.mend.${choice}`);
    },
  };
}

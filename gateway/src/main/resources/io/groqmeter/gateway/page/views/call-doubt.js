// How reliable a call's cost is.

import { el } from '../dom.js';

/** Whether the call is billed and its cost unknown. */
export const isUnknown = (call) => call.usage_basis === 'unknown' && call.price_basis !== 'free';

/** A mark beside a cost that is not measured usage at a list price; nothing otherwise. */
export function doubt({ words: { say } }, call) {
  const why = [
    call.usage_basis === 'estimated' || isUnknown(call) ? say(`calls.usage.${call.usage_basis}`) : null,
    ['list', 'free', 'unknown'].includes(call.price_basis) ? null : say(`calls.price.${call.price_basis}`),
  ].filter(Boolean).join(' · ');
  return why && [el('span', { class: 'doubt', title: why, 'aria-hidden': 'true' }), el('span', { class: 'unseen' }, `${why} `)];
}

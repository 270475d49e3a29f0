// Where a call's time went: as Groq reports it, and as measured here.

import { bar, el } from '../dom.js';

const TOLD = ['queue', 'prompt', 'completion'];
const SEEN = ['first_byte', 'total'];

export function times({ words: { say }, format }, { seconds }) {
  const known = [...TOLD, ...SEEN].filter((name) => seconds[name] !== null);
  if (known.length === 0) return el('p', { class: 'quiet small' }, say('receipt.notime'));
  const longest = Math.max(...known.map((name) => seconds[name]));
  const line = (name) => el('div', {},
    el('dt', {}, say(`receipt.time.${name}`)), el('dd', {}, format.duration(seconds[name])), bar(longest > 0 ? seconds[name] / longest : 0));
  return el('dl', { class: 'spans' }, known.map(line));
}

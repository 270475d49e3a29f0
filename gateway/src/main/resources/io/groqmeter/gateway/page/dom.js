// Makes elements. Text is only ever text: nothing here parses HTML.

/**
 * An element with attributes and children. `on` holds listeners, a boolean sets or leaves out its attribute, and what is
 * null, undefined or false among the children is left out.
 */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') Object.entries(value).forEach(([event, listener]) => made.addEventListener(event, listener));
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  put(made, ...children);
  return made;
}

const HANDLED = 'a[href], button, input, select, summary, [tabindex]';

/** Replaces a parent's children. Elements of the same structure are kept, so that focus and open details stay. */
export function put(parent, ...children) {
  const open = [...parent.querySelectorAll('details')].map((details) => details.open);
  const focus = document.activeElement;
  const place = parent.contains(focus) ? [...parent.querySelectorAll(HANDLED)].indexOf(focus) : -1;
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  parent.querySelectorAll('details').forEach((details, at) => { details.open ||= open[at] ?? false; });
  const next = place < 0 || parent.contains(focus) ? null : parent.querySelectorAll(HANDLED)[place];
  if (next?.tagName === focus.tagName) next.focus({ preventScroll: true });
  return parent;
}

/** A share between 0 and 1 as the length of a bar. Lengths are only drawn; every number shown comes from the API. */
export function bar(share, name = 'bar') {
  const made = el('span', { class: name, 'aria-hidden': 'true' });
  made.style.setProperty('--share', `${Math.max(0, Math.min(1, share || 0)) * 100}%`);
  return made;
}

/** A marked word beside a heading. */
export const badge = (text, name = '') => el('span', { class: `badge ${name}` }, text);

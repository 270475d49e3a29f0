// A dialog over the page: its title, what it holds, and what ends it. Escape closes it, and focus goes back to where it was.

import { el, put } from './dom.js';

/**
 * Opens a dialog.
 *
 * @param title what it is about
 * @param fill given { close, refuse(problem) }, returns the children
 * @param kept whether Escape leaves it open, because what it shows is not shown again
 */
export function dialog(title, fill, kept = false) {
  const trouble = el('p', { class: 'bad small', role: 'alert', hidden: true });
  const body = el('div', { class: 'dialog-body' });
  const made = el('dialog', { 'aria-label': title, on: { close: closed, cancel: (event) => { if (kept) event.preventDefault(); } } },
    el('h2', {}, title), body, trouble);
  put(body, ...fill({
    close: () => made.close(),
    refuse(problem) {
      trouble.hidden = false;
      trouble.textContent = problem.message;
    },
  }));
  /** Focus returns by itself, unless the element that opened this is gone. */
  function closed() {
    made.remove();
    if (document.activeElement === document.body) document.getElementById('view').focus();
  }

  document.body.append(made);
  made.showModal();
  return made;
}

/**
 * A form that says in a sentence what it will do, and does it once.
 *
 * @param words { sentence(), go, stop, danger } as said to people; sentence is empty while the form cannot be sent
 * @param deed does it; what goes wrong is told in the dialog
 */
export function act(fields, { sentence, go, stop, danger = false }, deed, { close, refuse }) {
  const meaning = el('p', { class: 'meaning', 'aria-live': 'polite' });
  const button = el('button', { class: danger ? 'main danger' : 'main' }, go);
  const look = () => {
    const said = sentence();
    meaning.textContent = said;
    meaning.hidden = said === '';
    button.disabled = said === '';
  };
  async function send(event) {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    try {
      await deed();
      close();
    } catch (problem) {
      if (problem.kind === undefined) throw problem;
      button.disabled = false;
      refuse(problem);
    }
  }
  const form = el('form', { novalidate: true, on: { submit: send, input: look } }, ...fields, meaning,
    el('div', { class: 'row end' }, el('button', { type: 'button', on: { click: close } }, stop), button));
  look();
  return form;
}

/** A labelled field. */
export const field = (label, control, hint = null) => el('label', { class: 'field' }, el('span', {}, label), control,
  hint && el('span', { class: 'quiet smaller' }, hint));

/** A choice of [value, text] pairs. */
export const select = (options, value, attributes = {}) => {
  const made = el('select', attributes, options.map(([key, text]) => el('option', { value: key }, text)));
  made.value = value;
  return made;
};

/** A text field with optional suggestions. */
export function suggested(id, values, attributes = {}) {
  const list = el('datalist', { id });
  const offer = (all) => put(list, all.map((value) => el('option', { value })));
  offer(values);
  const input = el('input', { list: id, autocomplete: 'off', spellcheck: 'false', ...attributes });
  return { input, list, offer };
}

// Light, dark or the system's theme; the choice is kept. Charts redraw on the event `theme`.

import { el } from './dom.js';

const THEMES = ['auto', 'light', 'dark'];

export function themeButton(say) {
  const root = document.documentElement;
  const button = el('button', { type: 'button', class: 'plain theme', on: { click: turn } },
    el('span', { class: 'theme-mark', 'aria-hidden': 'true' }));
  name();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  return button;

  function turn() {
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme ?? 'auto') + 1) % THEMES.length];
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      localStorage.setItem('theme', theme);
    } catch { /* a browser that keeps nothing */ }
    name();
    changed();
  }

  function name() {
    const theme = root.dataset.theme ?? 'auto';
    const label = say('shell.theme', { theme: say(`shell.theme.${theme}`) });
    button.setAttribute('aria-label', label);
    button.title = label;
  }

  function changed() {
    dispatchEvent(new Event('theme'));
  }
}

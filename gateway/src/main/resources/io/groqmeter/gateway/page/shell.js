// The frame around every view: wordmark, navigation, health, language, theme, and what went wrong.

import { get } from './api.js';
import { el, put } from './dom.js';
import { themeButton } from './theme-button.js';

const LOOK = 30_000;

/**
 * Builds the frame.
 *
 * @param acts { speak(language), leave() }
 */
export function shell(page, views, words, acts) {
  const { say } = words;
  const other = Object.keys(words.languages).find((language) => language !== words.language);
  const main = el('main', { id: 'view', tabindex: '-1' });
  const links = new Map(views.map((view) => [view, el('a', { href: `#/${view}` }, say(`shell.${view}`))]));
  const health = el('p', { class: 'health', role: 'status' });
  const banner = el('div', { class: 'banner', role: 'alert', hidden: true });
  const mend = el('ul', { class: 'banner mend', 'aria-label': say('shell.mend'), hidden: true });
  const leave = el('button', { type: 'button', class: 'plain', hidden: true, on: { click: acts.leave } }, say('shell.logout'));
  const zone = el('span', { class: 'zone' });
  const skip = el('a', { class: 'skip', href: '#view', on: { click: (event) => { event.preventDefault(); main.focus(); } } },
    say('shell.skip'));

  put(page,
    skip,
    el('header', { class: 'top' },
      el('a', { class: 'wordmark', href: '#/overview' },
        el('img', { src: '/page/icon.svg', alt: '', width: 24, height: 24 }), 'groqmeter'),
      el('nav', { 'aria-label': say('shell.views') }, ...links.values()),
      el('div', { class: 'tools' },
        health,
        el('button', { type: 'button', class: 'plain', lang: other, on: { click: () => acts.speak(other) } }, words.languages[other]),
        themeButton(say),
        leave)),
    banner,
    mend,
    main,
    el('footer', {},
      el('a', { href: '/openapi.yaml' }, 'openapi.yaml'),
      el('a', { href: '/metrics' }, 'metrics'),
      zone));

  function showHealth(state, text) {
    health.className = `health ${state}`;
    put(health, el('span', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'words' }, text));
    health.title = text;
  }

  /** What needs the owner's attention, as the gateway words it; shown to owners only. */
  function showMends({ damage = [], budgets_problem: budgets, prices_problem: prices, store }) {
    const lines = [...damage, budgets, prices, store && !store.ok ? store.detail : null].filter(Boolean);
    const told = lines.join('\n');
    if (told === (mend.dataset.told ?? '')) return;
    mend.dataset.told = told;
    mend.hidden = lines.length === 0;
    put(mend, ...lines.map((line) => el('li', {}, line)));
  }

  async function look() {
    try {
      const answer = await get('/healthz');
      const { recording, status } = answer;
      showMends(answer);
      if (!recording) showHealth('bad', say('shell.failing'));
      else if (status === 'draining') showHealth('odd', say('shell.draining'));
      else showHealth(status === 'ok' ? 'ok' : 'odd', say(status === 'ok' ? 'shell.recording' : 'shell.degraded'));
    } catch {
      showHealth('bad', say('shell.silent'));
    }
  }

  showHealth('', say('shell.connecting'));
  look();
  setInterval(look, LOOK);

  return {
    main,
    /** The session is known. */
    greet(session, app) {
      leave.hidden = !session.logged_in;
      zone.textContent = say('shell.zone', { zone: session.zone });
      app.live.follow({ state: look });
    },
    /** Marks the view shown; the links to the others keep the period. */
    select(name, params) {
      const kept = new URLSearchParams(['range', 'from', 'to'].filter((key) => params[key]).map((key) => [key, params[key]]));
      for (const [view, link] of links) {
        link.href = kept.size > 0 ? `#/${view}?${kept}` : `#/${view}`;
        if (view === name) {
          link.setAttribute('aria-current', 'page');
          link.parentNode.scrollLeft = link.offsetLeft - link.parentNode.offsetLeft - 60;
        } else link.removeAttribute('aria-current');
      }
      document.title = `${say(`shell.${name}`)} · groqmeter`;
    },
    /** Shows a problem above the view, whose last numbers stay, greyed; null clears it. */
    trouble(problem) {
      const told = problem && `${problem.kind} ${problem.message}`;
      if (told === (banner.dataset.told ?? null)) return;
      if (told) banner.dataset.told = told;
      else delete banner.dataset.told;
      banner.hidden = problem === null;
      main.classList.toggle('stale', problem?.kind === 'gone');
      if (problem === null) return;
      put(banner, el('strong', {}, say(`shell.problem.${problem.kind}`)), ' ',
        el('span', {}, problem.kind === 'gone' ? say(main.hasChildNodes() ? 'shell.stale' : 'shell.retrying') : problem.message));
      if (problem.kind === 'gone') showHealth('bad', say('shell.silent'));
    },
  };
}

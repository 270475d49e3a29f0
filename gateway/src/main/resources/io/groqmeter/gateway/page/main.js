// The page: starts, finds the view the address names, and keeps what views share.

import * as api from './api.js';
import { formats } from './format.js';
import { openFeed } from './live.js';
import { rangeOf } from './range.js';
import { shell } from './shell.js';
import * as words from './words.js';

/** The views in the order of the navigation; each is views/<name>.js. */
const VIEWS = ['overview', 'live', 'calls', 'budgets', 'keys', 'prices'];

const AGAIN = 2_000;

/** The address after the hash: #/calls?model=…, or of one thing in a view: #/calls/<id>, which becomes the parameter `one`. */
function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, one] = path.split('/');
  const params = { ...Object.fromEntries(new URLSearchParams(query)), ...(one ? { one: decodeURIComponent(one) } : {}) };
  return { view: VIEWS.includes(view) ? view : VIEWS[0], params };
}

function go(view, params = {}) {
  location.hash = api.address(`#/${view}`, params);
}

async function start() {
  const said = await words.load(words.preferred());
  document.documentElement.lang = said.language;
  const frame = shell(document.getElementById('page'), VIEWS, said, {
    speak(language) { words.remember(language); location.reload(); },
    async leave() { await api.logout(); location.assign('/login'); },
  });
  const session = await greeted(frame);
  const format = formats(said.language, session.zone);
  const ahead = Date.parse(session.at) - Date.now();
  const app = {
    api, words: said, format, go,
    live: openFeed(),
    /** The gateway's clock: an instant, and its date on the gateway's calendar. */
    now: () => new Date(Date.now() + ahead),
    /** The period shown, from the address's parameters. */
    range: (params) => rangeOf(params, format.date(app.now())),
    /** Shows a problem; a gateway that is gone is polled until it is back, then the view is updated. */
    report: (problem) => report(problem, frame, () => mounted?.view.update(place().params)),
    /** Clears the problem. */
    fine: () => frame.trouble(null),
  };
  frame.greet(session, app);
  let mounted;
  let turn = 0;

  async function show() {
    const { view: name, params } = place();
    frame.select(name, params);
    if (mounted?.name === name) {
      mounted.view.update(params);
      return;
    }
    const mine = ++turn;
    const { default: mount } = await import(`./views/${name}.js`);
    if (mine !== turn) return;
    if (mounted) {
      mounted.view.unmount();
      frame.main.replaceChildren();
      scrollTo(0, 0);
      frame.main.focus({ preventScroll: true });
    }
    mounted = { name, view: mount(frame.main, app) };
    mounted.view.update(params);
  }

  addEventListener('hashchange', () => { frame.trouble(null); show(); });
  await show();
}

/** Loads the session and its calendar; retries until the gateway answers. */
async function greeted(frame) {
  for (;;) {
    try {
      const session = await api.get('/api/session');
      frame.trouble(null);
      return session;
    } catch (problem) {
      if (problem.kind === 'login') location.replace('/login');
      frame.trouble(problem);
      await new Promise((done) => { setTimeout(done, AGAIN); });
    }
  }
}

let waiting = false;

async function report(problem, frame, back) {
  if (problem.name === 'AbortError') return;
  if (!(problem instanceof api.Problem)) throw problem;
  if (problem.kind === 'login') location.replace('/login');
  frame.trouble(problem);
  if (problem.kind !== 'gone' || waiting) return;
  waiting = true;
  await greeted(frame);
  waiting = false;
  back();
}

start();

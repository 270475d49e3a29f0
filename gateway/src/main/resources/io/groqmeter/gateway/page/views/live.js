// A tail of calls as they finish. Starts with the latest; calls that come while it is paused are queued.

import { el, put } from '../dom.js';
import { paced } from '../live.js';
import { isUnknown } from './call-doubt.js';

const START = 50;
const MOST = 300;

export default function mount(root, app) {
  const { words: { say, count }, format } = app;
  const seen = new Set();
  const waiting = [];
  let paused = false;

  const total = el('p', { class: 'figure number' }, format.dash);
  const calls = el('p', { class: 'quiet small' });
  const state = el('span', { class: 'feed' });
  const pause = el('button', { type: 'button', 'aria-pressed': 'false', on: { click: turn } }, say('live.pause'));
  const filter = el('input', { type: 'search', placeholder: say('live.filter'), 'aria-label': say('live.filter'), on: { input: sift } });
  const rows = el('tbody');
  const nothing = el('p', { class: 'empty', hidden: true });
  put(root,
    el('header', { class: 'head' },
      el('div', {}, el('h1', {}, say('live.title'), ' ', state), total, calls),
      el('div', { class: 'row' }, filter, pause)),
    el('div', { class: 'scroll card tail' },
      el('table', {},
        el('thead', {}, el('tr', {},
          el('th', {}, say('live.time')), el('th', {}, say('live.model')),
          el('th', { class: 'number wide' }, say('live.input')), el('th', { class: 'number wide' }, say('live.output')),
          el('th', { class: 'number' }, say('live.cost')), el('th', { class: 'number wide' }, say('live.duration')),
          el('th', { class: 'widest' }, say('live.caller')))),
        rows),
      nothing));

  const sums = paced(async () => {
    try {
      const { today } = await app.api.get('/api/overview');
      total.textContent = format.ticking(today.sums.cost_usd);
      total.title = format.exact(today.sums.cost_usd);
      calls.textContent = count('live.today', today.sums.calls);
      app.fine();
    } catch (problem) {
      app.report(problem);
    }
  });

  /** Loads recorded calls that are not on the page yet; also after the feed broke off. */
  async function catchUp() {
    try {
      const { data } = await app.api.get('/api/usage', { limit: rows.rows.length > 0 ? MOST : START });
      take(data.reverse(), false);
    } catch (problem) {
      app.report(problem);
    }
  }

  function take(records, fresh) {
    for (const call of records) {
      if (seen.has(call.id)) continue;
      seen.add(call.id);
      if (paused) waiting.push(call);
      else rows.prepend(row(call, fresh));
    }
    while (waiting.length > MOST) seen.delete(waiting.shift().id);
    while (rows.rows.length > MOST) {
      seen.delete(rows.lastElementChild.dataset.id);
      rows.lastElementChild.remove();
    }
    if (waiting.length > 0) pause.textContent = count('live.resume', waiting.length);
    tell();
  }

  /** Says why no row is shown. */
  function tell() {
    nothing.hidden = [...rows.rows].some((made) => !made.hidden);
    nothing.textContent = say(rows.rows.length > 0 ? 'live.none' : 'live.nothing');
  }

  function row(call, fresh) {
    const answered = call.status >= 200 && call.status < 300;
    const model = call.model ?? call.endpoint;
    const caller = [call.project, call.user, call.key].filter(Boolean).join(' · ');
    const made = el('tr', { class: fresh && 'fresh', 'data-id': call.id },
      el('td', {}, el('a', { href: `#/calls/${encodeURIComponent(call.id)}`, title: format.dateTime(call.started_at) },
        el('time', { datetime: call.started_at }, format.time(call.started_at)))),
      el('td', { class: 'name', title: `${model} · ${call.endpoint}` }, model),
      el('td', { class: 'number wide' }, format.number(call.input_tokens)),
      el('td', { class: 'number wide' }, format.number(call.output_tokens)),
      el('td', { class: 'number', title: format.exact(call.cost_usd) },
        !answered ? el('span', { class: 'bad' }, call.status || say(`live.outcome.${call.outcome}`))
          : isUnknown(call) ? el('span', { class: 'quiet' }, say('calls.unknown')) : format.money(call.cost_usd)),
      el('td', { class: 'number wide quiet' }, format.duration(call.seconds.total)),
      el('td', { class: 'widest quiet name', title: caller }, caller || format.dash));
    made.dataset.text = `${model} ${call.endpoint} ${caller} ${call.status} ${call.id}`.toLowerCase();
    made.hidden = !wanted(made);
    return made;
  }

  const wanted = (made) => made.dataset.text.includes(filter.value.trim().toLowerCase());

  function sift() {
    for (const made of rows.rows) made.hidden = !wanted(made);
    tell();
  }

  function turn() {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = say(paused ? 'live.go' : 'live.pause');
    if (paused) return;
    waiting.splice(0).forEach((call) => rows.prepend(row(call, true)));
    take([], false);
  }

  const stop = app.live.follow({
    usage(call) {
      take([call], true);
      sums();
    },
    state(connected) {
      state.textContent = say(connected ? 'live.on' : 'live.off');
      state.classList.toggle('on', connected);
      if (connected) catchUp();
      sums();
    },
  });

  return {
    update() {
      catchUp();
      sums();
    },
    unmount() {
      stop();
      sums.stop();
    },
  };
}

// The overview: each part below shows what the API answers for the chosen period.

import { el, put } from '../dom.js';
import { paced } from '../live.js';
import { cache } from './overview-cache.js';
import { picker } from './overview-range.js';
import { questions } from './overview-questions.js';
import { requests, spend, tokens } from './overview-charts.js';
import { stand } from './overview-stand.js';
import { start } from './overview-start.js';
import { times } from './overview-times.js';
import { top } from './overview-top.js';
import { unpriced } from './unpriced.js';

export default function mount(root, app) {
  const beginning = start(app);
  const now = stand(app);
  const lacking = unpriced(app);
  const range = picker(app);
  const wide = [spend(app)];
  const halves = [tokens(app), requests(app), times(app), cache(app)];
  const tops = ['model', 'project', 'user', 'key'].map((by) => top(app, by));
  const parts = [now, range, ...wide, ...halves, ...tops];
  const elements = (some) => some.map((part) => part.element);
  const body = el('div', { class: 'loading' }, now.element, lacking.element, range.element, ...elements(wide),
    el('div', { class: 'halves' }, elements(halves)), el('div', { class: 'halves' }, elements(tops)));
  put(root, el('h1', { class: 'unseen' }, app.words.say('shell.overview')), beginning.element, body);
  let params = {};
  let asking = new AbortController();

  async function load() {
    asking.abort();
    asking = new AbortController();
    const asked = app.range(params);
    const answers = questions(app, asked, asking.signal);
    try {
      const { total, unsettled } = await answers.overview;
      const empty = total.sums.calls === 0 && unsettled.calls === 0;
      beginning.element.hidden = !empty;
      body.hidden = empty;
      await Promise.all([lacking.show(answers.unpriced), ...parts.map((part) => part.show(answers, asked))]);
      body.classList.remove('loading');
      app.fine();
    } catch (problem) {
      app.report(problem);
    }
  }

  const refresh = paced(load);
  const stop = app.live.follow({ usage: refresh, state: refresh });
  return {
    update(wish) {
      params = wish;
      load();
    },
    unmount() {
      stop();
      refresh.stop();
      asking.abort();
      parts.forEach((part) => part.close?.());
    },
  };
}

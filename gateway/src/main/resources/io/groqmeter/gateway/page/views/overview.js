// Where spending stands: the numbers of the API, laid out.

import { el, put } from '../dom.js';
import { paced } from '../live.js';
import { stand } from './overview-stand.js';
import { start } from './overview-start.js';

export default function mount(root, app) {
  const parts = [stand(app)];
  const beginning = start(app);
  put(root, el('h1', { class: 'unseen' }, app.words.say('shell.overview')), beginning.element, ...parts.map((part) => part.element));
  let params = {};

  async function load() {
    try {
      const overview = await app.api.get('/api/overview');
      const empty = overview.total.sums.calls === 0 && overview.unsettled.calls === 0;
      beginning.element.hidden = !empty;
      parts.forEach((part) => { part.element.hidden = empty; });
      await Promise.all(parts.map((part) => part.show(overview, app.range(params))));
      app.fine();
    } catch (problem) {
      app.report(problem);
    }
  }

  const refresh = paced(load);
  const stop = app.live.follow({ usage: refresh, state: (connected) => { if (connected) refresh(); } });
  return {
    update(now) {
      params = now;
      load();
    },
    unmount() {
      stop();
      refresh.stop();
    },
  };
}

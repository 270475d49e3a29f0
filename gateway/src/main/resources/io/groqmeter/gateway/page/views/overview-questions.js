// What the overview asks the API, all at once; each part awaits the answers it shows.

const MODELS = 6;
const TOP = 6;

/**
 * @param range as of range.js
 * @param signal ends the questions when others are asked
 */
export function questions({ api }, { from, to, step, open }, signal) {
  const ask = (path, parameters) => api.get(path, parameters, signal);
  const overview = ask('/api/overview');
  const window = { from, to };
  // Compared with as much of the past as there is of the present.
  const summary = overview.then(({ at }) => ask('/api/summary', { from, to: open ? at : to, compare: 'previous' }));
  const answers = {
    overview,
    unpriced: ask('/api/unpriced'),
    summary,
    model: ask('/api/series', { ...window, step, by: 'model', lines: MODELS, extent: 'window' }),
    latency: ask('/api/latency', { ...window, by: step }),
    project: top('project'),
    user: top('user'),
    key: top('key'),
  };

  function top(by) {
    return ask('/api/series', { ...window, step: 'month', by, lines: TOP });
  }

  // One of them is awaited first; the others must not count as unheard when it fails.
  Object.values(answers).forEach((answer) => answer.catch(() => {}));
  return answers;
}

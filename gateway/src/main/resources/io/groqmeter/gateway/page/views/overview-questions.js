// The overview's API requests, sent at once; each part awaits the answers it shows.

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
  // The comparison covers as much of the past as has passed of the present.
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

  // One is awaited first; when it fails, the others must not be reported as unhandled.
  Object.values(answers).forEach((answer) => answer.catch(() => {}));
  return answers;
}

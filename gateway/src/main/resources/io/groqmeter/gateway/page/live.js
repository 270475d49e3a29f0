// One EventSource for the whole page: views subscribe to it, the browser reconnects by itself.

const AGAIN = 3_000;

/**
 * The live feed. `follow({ usage, state })` calls usage(record) for each call as it is stored, and state(connected) when
 * the feed comes and goes; it returns what ends it.
 */
export function openFeed() {
  const followers = new Set();
  let source;
  let again;
  let connected = false;

  function tell(now) {
    if (now === connected) return;
    connected = now;
    followers.forEach(({ state }) => state?.(now));
  }

  function connect() {
    source = new EventSource('/api/live');
    source.addEventListener('open', () => tell(true));
    source.addEventListener('usage', (event) => {
      const call = JSON.parse(event.data);
      followers.forEach(({ usage }) => usage?.(call));
    });
    source.addEventListener('error', () => {
      tell(false);
      // A refused feed stays closed; the browser reconnects one that broke off.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN);
    });
  }

  function part() {
    clearTimeout(again);
    source.close();
    tell(false);
  }

  connect();
  // Browsers open at most six connections per host; a page in the back/forward cache must give up its own.
  addEventListener('pagehide', part);
  addEventListener('pageshow', ({ persisted }) => { if (persisted) connect(); });
  return {
    get connected() { return connected; },
    follow(follower) {
      followers.add(follower);
      follower.state?.(connected);
      return () => followers.delete(follower);
    },
    close: part,
  };
}

/**
 * Paces an answer to many events: `act` runs a moment after the first, never twice at a time, and then rests: for longer where
 * it took long, and for as long as nobody looks at the page. What this returns asks for a run; its `stop` ends them.
 */
export function paced(act, moment = 150, rest = 500) {
  let timer;
  let running = false;
  let again = false;
  let ended = false;

  async function run() {
    timer = undefined;
    if (document.hidden) {
      document.addEventListener('visibilitychange', ask, { once: true });
      return;
    }
    running = true;
    const begun = performance.now();
    await act();
    const took = performance.now() - begun;
    running = false;
    if (again && !ended) timer = setTimeout(run, Math.max(rest, 3 * took));
    again = false;
  }

  function ask() {
    if (running) again = true;
    else if (!timer && !ended) timer = setTimeout(run, moment);
  }

  ask.stop = () => {
    ended = true;
    clearTimeout(timer);
  };
  return ask;
}

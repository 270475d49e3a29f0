// Requests to the gateway. A failure becomes a Problem of a kind that the page has a state for.

/** kind: gone (no answer), login (a session is needed), refused (not for this browser), bad (the question), failed (the gateway). */
export class Problem extends Error {
  constructor(kind, message, code = '') {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

function kindOf(status, code) {
  if (status === 401) return code === 'admin_token_needed' ? 'login' : 'refused';
  if (status === 403 || status === 429) return 'refused';
  if (status === 502 || status === 504) return 'gone';
  return status < 500 ? 'bad' : 'failed';
}

function address(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

async function ask(path, options) {
  try {
    const answer = await fetch(path, { ...options, headers: { accept: 'application/json', ...options.headers } });
    if (answer.ok || (path === '/healthz' && answer.status === 503)) return await answer.json();
    const { error = {} } = await answer.json().catch(() => ({}));
    throw new Problem(kindOf(answer.status, error.code), error.message ?? `${path}: ${answer.status}`, error.code);
  } catch (cause) {
    if (cause instanceof Problem || cause.name === 'AbortError') throw cause;
    throw new Problem('gone', cause.message);
  }
}

/** The JSON at a path; parameters without a value are left out. `signal` ends the question early. */
export const get = (path, parameters = {}, signal = undefined) => ask(address(path, parameters), { signal });

/** Sends JSON (or nothing) by a method, and reads the JSON that comes back. */
export const send = (method, path, body, parameters = {}) => ask(address(path, parameters), {
  method,
  ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
});

/** The address of an API answer, for links. */
export { address };

/** Ends this browser's session. */
export const logout = () => fetch('/logout', { method: 'POST', redirect: 'manual' });

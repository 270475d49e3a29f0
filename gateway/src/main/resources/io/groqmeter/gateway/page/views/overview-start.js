// Shown while no call is recorded: how to connect a client.

import { el } from '../dom.js';

export function start({ words: { say } }) {
  const host = location.origin;
  const ways = [
    ['Groq SDK', `GROQ_BASE_URL=${host}`],
    ['OpenAI SDK', `OPENAI_BASE_URL=${host}/openai/v1`],
    ['curl', `curl ${host}/openai/v1/chat/completions -H "Authorization: Bearer $GROQ_API_KEY" -H 'Content-Type: application/json'`
      + ` -d '{"model": "openai/gpt-oss-20b", "messages": [{"role": "user", "content": "Hola"}]}'`],
  ];
  const element = el('section', { class: 'start', hidden: true },
    el('h2', {}, say('overview.start')),
    el('p', { class: 'quiet' }, say('overview.start.how')),
    el('dl', {}, ways.map(([name, line]) => [el('dt', {}, name), el('dd', {}, el('code', { tabindex: 0 }, line), copy(line, say))])));
  return { element };
}

function copy(line, say) {
  const button = el('button', { type: 'button', on: { click: take } }, say('overview.copy'));
  async function take() {
    await navigator.clipboard.writeText(line);
    button.textContent = say('overview.copied');
    setTimeout(() => { button.textContent = say('overview.copy'); }, 2_000);
  }
  // Without TLS, browsers give the clipboard to pages from localhost only.
  return navigator.clipboard ? button : null;
}

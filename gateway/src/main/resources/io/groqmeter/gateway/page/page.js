// Shows what the gateway's API answers. Adds nothing up: every number on the page is a number of an answer.

const words = {
  en: {
    connecting: 'connecting', recording: 'recording', degraded: 'recording, but look at /healthz',
    failing: 'not recording, see /healthz', gone: 'the gateway does not answer', spend: 'Spend',
    today: 'Today', month: 'This month', total: 'Since the beginning', start: 'No calls yet',
    startHow: 'Point your client at this gateway, and its calls appear here:', models: 'Models, this month',
    model: 'model', calls: 'calls', input: 'input', output: 'output', cost: 'cost', time: 'time',
    inputTokens: 'Input tokens', outputTokens: 'Output tokens', requests: 'Answered calls', errors: 'Errors',
    budgets: 'Budgets', budget: 'budget', limit: 'limit', spent: 'spent', held: 'held', left: 'left', hard: 'hard', soft: 'soft',
    hour: 'per hour', day: 'per day', week: 'per week', monthly: 'per month', ever: 'in total', until: 'until',
    latest: 'Latest calls', live: 'live', noModel: '(no model)',
    unsettled: (calls, cost) => `Calls not settled: ${calls}, not in the totals. They can cost up to ${cost} more.`,
    unbounded: (calls) => `Calls not settled: ${calls}, not in the totals; for some of them no bound is known.`,
    estimated: (calls, cost) => `Calls whose usage is estimated: ${calls}, ${cost} of the total.`,
    unknown: (calls) => `Calls whose usage is unknown: ${calls}; what they cost is not in the totals.`,
    lastKnown: (calls, cost) => `Calls at the last known price of a model off Groq's list: ${calls}, ${cost} of the total.`,
    override: (calls, cost) => `Calls at prices of your own: ${calls}, ${cost} of the total.`,
    fallback: (calls, cost) => `Calls at the default price, because theirs is not known: ${calls}, ${cost} of the total.`,
  },
  es: {
    connecting: 'conectando', recording: 'registrando', degraded: 'registrando, pero mire /healthz',
    failing: 'no registra, vea /healthz', gone: 'la pasarela no responde', spend: 'Gasto',
    today: 'Hoy', month: 'Este mes', total: 'Desde el principio', start: 'Aún no hay llamadas',
    startHow: 'Apunte su cliente a esta pasarela y sus llamadas aparecerán aquí:', models: 'Modelos, este mes',
    model: 'modelo', calls: 'llamadas', input: 'entrada', output: 'salida', cost: 'costo', time: 'hora',
    inputTokens: 'Tokens de entrada', outputTokens: 'Tokens de salida', requests: 'Respondidas', errors: 'Errores',
    budgets: 'Presupuestos', budget: 'presupuesto', limit: 'tope', spent: 'gastado', held: 'reservado', left: 'queda', hard: 'duro', soft: 'blando',
    hour: 'por hora', day: 'por día', week: 'por semana', monthly: 'por mes', ever: 'en total', until: 'hasta',
    latest: 'Últimas llamadas', live: 'en vivo', noModel: '(sin modelo)',
    unsettled: (calls, cost) => `Llamadas sin liquidar: ${calls}, fuera de los totales. Pueden costar hasta ${cost} más.`,
    unbounded: (calls) => `Llamadas sin liquidar: ${calls}, fuera de los totales; de algunas no se conoce el límite.`,
    estimated: (calls, cost) => `Llamadas con uso estimado: ${calls}, ${cost} del total.`,
    unknown: (calls) => `Llamadas con uso desconocido: ${calls}; su costo no está en los totales.`,
    lastKnown: (calls, cost) => `Llamadas al último precio conocido de un modelo fuera de la lista de Groq: ${calls}, ${cost} del total.`,
    override: (calls, cost) => `Llamadas con precios propios: ${calls}, ${cost} del total.`,
    fallback: (calls, cost) => `Llamadas con el precio por defecto, por no conocerse el suyo: ${calls}, ${cost} del total.`,
  },
};

const SHOWN = 20;
const MOST_BUDGETS = 50;
const PATIENCE = 1_000;
const $ = (selector) => document.querySelector(selector);
const saved = (() => { try { return localStorage.getItem('language'); } catch { return null; } })();
let language = saved in words ? saved : navigator.language.startsWith('es') ? 'es' : 'en';
let say = words[language];
let due = 0;
let zone;

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Rounded for people, as the console's summaries are: cents, and three digits of what is smaller. The title has every digit. */
function money(digits) {
  const amount = Math.abs(digits) < 1 ? Number(digits).toPrecision(3) : digits;
  return new Intl.NumberFormat(language, {
    style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2,
    maximumFractionDigits: Math.abs(digits) < 1 ? 14 : 2,
  }).format(amount);
}

const number = (value) => value === null ? '–' : new Intl.NumberFormat(language, { useGrouping: 'always' }).format(value);

function cell(text, className, title) {
  const made = element('td', text, className);
  if (title) made.title = title;
  return made;
}

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok && answer.status !== 503) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

function card(id, { total }) {
  const cost = $(`#${id} .cost`);
  cost.textContent = money(total.cost_usd);
  cost.title = `${total.cost_usd} USD`;
  const lines = [
    [say.requests, total.metered], [say.inputTokens, total.input_tokens], [say.outputTokens, total.output_tokens],
    ...(total.errors > 0 ? [[say.errors, total.errors]] : []),
  ];
  $(`#${id} dl`).replaceChildren(...lines.flatMap(([name, value]) => [element('dt', name), element('dd', number(value))]));
}

/** What is not certain about the total. */
function remarks({ unsettled, cost_range_usd, usage_basis, price_basis }) {
  const lines = [
    [say.estimated, usage_basis.estimated], [say.unknown, usage_basis.unknown], [say.lastKnown, price_basis.last_known],
    [say.override, price_basis.override], [say.fallback, price_basis.fallback],
  ].filter(([, sums]) => sums).map(([line, sums]) => line(number(sums.calls), money(sums.cost_usd)));
  if (unsettled.calls > 0) {
    const line = cost_range_usd.most === null ? say.unbounded : say.unsettled;
    lines.unshift(line(number(unsettled.calls), money(unsettled.worst_case_cost_usd)));
  }
  $('#remarks').hidden = lines.length === 0;
  $('#remarks').replaceChildren(...lines.map((line) => element('p', line)));
}

function models({ data }) {
  const used = data.filter((group) => group.metered > 0).sort((a, b) => b.cost_usd - a.cost_usd).slice(0, 10);
  const dearest = used.length ? Number(used[0].cost_usd) : 0;
  $('#models').hidden = used.length === 0;
  $('#models tbody').replaceChildren(...used.map((group) => {
    const row = document.createElement('tr');
    const name = cell(group.model ?? say.noModel);
    const bar = element('span', '', 'bar');
    bar.style.width = `${dearest > 0 ? group.cost_usd / dearest * 100 : 0}%`;
    name.append(bar);
    row.append(name, cell(number(group.metered), 'number'), cell(number(group.input_tokens), 'number'),
      cell(number(group.output_tokens), 'number'), cell(money(group.cost_usd), 'number', `${group.cost_usd} USD`));
    return row;
  }));
}

/** Every budget with the money that is in it; held is what calls in flight, and unsettled ones, may still cost. */
function budgets({ data, problem }) {
  $('#budgets').hidden = data.length === 0 && !problem;
  $('#trouble').hidden = !problem;
  $('#trouble').textContent = problem ?? '';
  $('#budgets tbody').replaceChildren(...data.slice(0, MOST_BUDGETS).map((budget) => {
    const row = document.createElement('tr');
    const period = { month: say.monthly, total: say.ever }[budget.period] ?? say[budget.period];
    const whose = budget.group === null ? budget.scope : `${budget.scope} ${budget.group}`;
    const left = Number(budget.remaining_usd);
    const name = cell(`${whose} · ${period} · ${budget.hard ? say.hard : say.soft}`, '', budget.resets_at && `${say.until} ${budget.resets_at}`);
    const bar = element('span', '', 'bar');
    bar.style.width = `${budget.usd > 0 ? Math.min(100, budget.spent_usd / budget.usd * 100) : 100}%`;
    name.append(bar);
    const held = [budget.reserved_usd, budget.unsettled_usd].filter((usd) => Number(usd) !== 0).map(money).join(' + ');
    row.append(name, cell(money(budget.usd), 'number', `${budget.usd} USD`),
      cell(money(budget.spent_usd), 'number', `${budget.spent_usd} USD`), cell(held || '–', 'number'),
      cell(money(budget.remaining_usd), left > 0 ? 'number' : 'number failed', `${budget.remaining_usd} USD`));
    return row;
  }));
}

function callRow(call) {
  const row = document.createElement('tr');
  const answered = call.status >= 200 && call.status < 300;
  const at = new Date(call.started_at);
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone: zone }).format(at);
  row.append(
    cell(time, 'faint', call.started_at),
    cell(call.model ?? call.endpoint, '', `${call.endpoint} · ${call.id}`),
    cell(number(call.input_tokens), 'number'),
    cell(number(call.output_tokens), 'number'),
    answered ? cell(money(call.cost_usd), 'number', `${call.cost_usd} USD`)
      : cell(call.status === 0 ? call.outcome : call.status, 'number failed'));
  return row;
}

async function refresh() {
  due = 0;
  try {
    const [health, today, month, total, latest, caps] = await Promise.all([
      ask('/healthz'), ask('/api/summary?from=today'), ask('/api/summary?from=month&by=model'), ask('/api/summary'),
      ask(`/api/usage?limit=${SHOWN}`), ask('/api/budgets'),
    ]);
    zone = total.zone;
    $('#health').className = health.recording ? 'ok' : 'bad';
    $('#health').textContent = !health.recording ? say.failing : health.status === 'ok' ? say.recording : say.degraded;
    card('today', today);
    card('month', month);
    card('total', total);
    remarks(total);
    models(month);
    budgets(caps);
    $('#start').hidden = total.total.calls > 0;
    $('#calls').hidden = latest.data.length === 0;
    $('#calls tbody').replaceChildren(...latest.data.map(callRow));
    $('#zone').textContent = zone;
  } catch (problem) {
    console.error(problem);
    $('#health').className = 'bad';
    $('#health').textContent = say.gone;
  }
}

/** However many calls come in, the sums are asked for at most once a second. */
function refreshSoon() {
  due ||= setTimeout(refresh, PATIENCE);
}

function arrived(call) {
  const row = callRow(call);
  row.className = 'new';
  const rows = $('#calls tbody');
  $('#calls').hidden = false;
  rows.prepend(row);
  while (rows.rows.length > SHOWN) rows.lastElementChild.remove();
  refreshSoon();
}

function speak() {
  say = words[language];
  document.documentElement.lang = language;
  document.querySelectorAll('[data-say]').forEach((part) => { part.textContent = say[part.dataset.say]; });
  document.querySelectorAll('[data-label]').forEach((part) => part.setAttribute('aria-label', say[part.dataset.label]));
  const other = language === 'es' ? 'en' : 'es';
  $('#language').textContent = { en: 'English', es: 'Español' }[other];
  $('#language').lang = other;
}

$('#language').addEventListener('click', () => {
  language = language === 'es' ? 'en' : 'es';
  try { localStorage.setItem('language', language); } catch { /* a browser that keeps nothing */ }
  speak();
  refresh();
});
$('#groq').textContent = `GROQ_BASE_URL=${location.origin}`;
$('#openai').textContent = `OPENAI_BASE_URL=${location.origin}/openai/v1`;
speak();
refresh();
const live = new EventSource('/api/live');
live.addEventListener('open', () => { $('#live').className = 'on'; refreshSoon(); });
live.addEventListener('error', () => { $('#live').className = ''; refreshSoon(); });
live.addEventListener('usage', (event) => arrived(JSON.parse(event.data)));

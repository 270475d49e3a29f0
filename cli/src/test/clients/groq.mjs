// npm's groq-sdk as an application uses it; GROQ_BASE_URL and GROQ_API_KEY are all it is told. What it saw of each answer goes to
// stdout, one JSON line an answer: the answer's id and the usage in it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import Groq, { RateLimitError, toFile } from 'groq-sdk';

const groq = new Groq();
const model = 'openai/gpt-oss-20b';
const messages = [{ role: 'user', content: '¿Cuánto cuesta esto? 東京 🙂' }];
const seen = (id, usage) =>
  console.log(JSON.stringify({ id, input: usage.prompt_tokens, output: usage.completion_tokens }));

async function plain() {
  const answer = await groq.chat.completions.create({ model, messages });
  assert.ok(answer.choices[0].message.content);
  seen(answer.id, answer.usage);
}

async function stream(more) {
  const chunks = [];
  for await (const chunk of await groq.chat.completions.create({ model, messages, stream: true, ...more })) {
    chunks.push(chunk);
  }
  assert.ok(chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join(''));
  const last = chunks[chunks.length - 1];
  const told = chunks.map((chunk) => chunk.x_groq?.usage).find(Boolean);
  if (more) assert.equal(last.usage.total_tokens, told.total_tokens);
  seen(chunks[0].id, told);
}

async function tools() {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const answer = await groq.chat.completions.create({
    model,
    messages,
    tool_choice: 'required',
    tools: [{ type: 'function', function: { name: 'weather', description: 'The weather', parameters } }],
  });
  assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'weather');
  seen(answer.id, answer.usage);
}

async function compound() {
  const answer = await groq.chat.completions.create({ model: 'groq/compound', messages });
  assert.ok(answer.usage_breakdown.models.length > 0);
  seen(answer.id, answer.usage);
}

async function audio() {
  const file = () => fs.createReadStream(process.env.E2E_WAV);
  const short = await groq.audio.transcriptions.create({ model: 'whisper-large-v3-turbo', file: file() });
  assert.ok(short.text);
  const long = await groq.audio.transcriptions.create({
    model: 'whisper-large-v3',
    file: file(),
    response_format: 'verbose_json',
  });
  assert.equal(Number(long.duration), 12.3);
  assert.ok((await groq.audio.translations.create({ model: 'whisper-large-v3', file: file() })).text);
  const speech = await groq.audio.speech.create({
    model: 'canopylabs/orpheus-v1-english',
    voice: 'austin',
    input: 'Good morning 🙂',
    response_format: 'wav',
  });
  assert.equal(Buffer.from(await speech.arrayBuffer()).toString('latin1', 0, 4), 'RIFF');
}

async function embeddings() {
  const answer = await groq.embeddings.create({ model: 'nomic-embed-text-v1_5', input: ['one', 'two'] });
  assert.equal(answer.data.length, 2);
}

async function batch() {
  const line = (id) => JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body: { model, messages } });
  const input = await groq.files.create({
    file: await toFile(Buffer.from(['a', 'b', 'c'].map(line).join('\n')), 'batch.jsonl'),
    purpose: 'batch',
  });
  const made = await groq.batches.create({
    input_file_id: input.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
  const done = await groq.batches.retrieve(made.id);
  assert.equal(done.status, 'completed');
  const output = await (await groq.files.content(done.output_file_id)).text();
  const lines = output.trim().split('\n').map((text) => JSON.parse(text));
  assert.equal(lines.length, 3);
  lines.forEach(({ response: { body } }) => seen(body.id, body.usage));
}

// The test lets this path refuse twice; the client tries again by itself.
async function retries() {
  const patient = new Groq({ baseURL: process.env.GROQ_BASE_URL + '/api' });
  const answer = await patient.chat.completions.create({ model, messages });
  seen(answer.id, answer.usage);
}

async function refused() {
  const impatient = new Groq({ maxRetries: 0, defaultHeaders: { 'x-sim-status': '429' } });
  await assert.rejects(impatient.chat.completions.create({ model, messages }), (error) => {
    assert.ok(error instanceof RateLimitError);
    assert.equal(error.error.error.code, 'rate_limit_exceeded');
    return true;
  });
}

async function abort() {
  const headers = { 'x-sim-chunks': '40', 'x-sim-chunk-delay-ms': '20' };
  const answer = await groq.chat.completions.create({ model, messages, stream: true }, { headers });
  for await (const chunk of answer) {
    assert.ok(chunk.id);
    answer.controller.abort();
    break;
  }
}

await plain();
await stream();
await stream({ stream_options: { include_usage: true } });
await tools();
await compound();
await audio();
await embeddings();
await batch();
await retries();
await refused();
await abort();
await Promise.all(Array.from({ length: 16 }, (_, i) => (i % 2 ? plain() : stream())));

"""PyPI's openai as an application of Groq uses it; OPENAI_BASE_URL and OPENAI_API_KEY are all it is told.

What it saw of each answer goes to stdout, one JSON line an answer: the answer's id and the usage in it.
"""

import asyncio
import json
import os
from pathlib import Path

from openai import AsyncOpenAI, OpenAI, RateLimitError

MODEL = "openai/gpt-oss-20b"
MESSAGES = [{"role": "user", "content": "¿Cuánto cuesta esto? 東京 🙂"}]
BATCH = "/v1/chat/completions"
openai = OpenAI()


def told(id, input, output):
    print(json.dumps({"id": id, "input": input, "output": output}))


def seen(id, usage):
    told(id, usage.prompt_tokens, usage.completion_tokens)


def plain():
    answer = openai.chat.completions.create(model=MODEL, messages=MESSAGES)
    assert answer.choices[0].message.content
    seen(answer.id, answer.usage)


def stream():
    chunks = list(
        openai.chat.completions.create(
            model=MODEL, messages=MESSAGES, stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    seen(chunks[0].id, chunks[-1].usage)


def tools():
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    function = {"name": "weather", "description": "The weather", "parameters": parameters}
    answer = openai.chat.completions.create(
        model=MODEL, messages=MESSAGES, tool_choice="required", tools=[{"type": "function", "function": function}]
    )
    assert answer.choices[0].message.tool_calls[0].function.name == "weather"
    seen(answer.id, answer.usage)


def responses():
    answer = openai.responses.create(model=MODEL, input="Hello")
    assert answer.output_text
    told(answer.id, answer.usage.input_tokens, answer.usage.output_tokens)
    events = list(openai.responses.create(model=MODEL, input="Hello", stream=True))
    last = events[-1]
    assert last.type == "response.completed"
    told(last.response.id, last.response.usage.input_tokens, last.response.usage.output_tokens)


def audio():
    wav = Path(os.environ["E2E_WAV"])
    assert openai.audio.transcriptions.create(model="whisper-large-v3-turbo", file=wav).text
    long = openai.audio.transcriptions.create(model="whisper-large-v3", file=wav, response_format="verbose_json")
    assert float(long.duration) == 12.3
    speech = openai.audio.speech.create(
        model="canopylabs/orpheus-v1-english", voice="austin", input="Good morning 🙂", response_format="wav"
    )
    assert speech.read()[:4] == b"RIFF"


def embeddings():
    answer = openai.embeddings.create(model="nomic-embed-text-v1_5", input=["one", "two"], encoding_format="float")
    assert len(answer.data) == 2


def batch():
    lines = [
        {"custom_id": name, "method": "POST", "url": BATCH, "body": {"model": MODEL, "messages": MESSAGES}}
        for name in "abc"
    ]
    text = "\n".join(map(json.dumps, lines))
    file = openai.files.create(file=("batch.jsonl", text.encode()), purpose="batch")
    made = openai.batches.create(input_file_id=file.id, endpoint=BATCH, completion_window="24h")
    done = openai.batches.retrieve(made.id)
    assert done.status == "completed"
    output = openai.files.content(done.output_file_id).text.strip().splitlines()
    assert len(output) == 3
    for line in output:
        body = json.loads(line)["response"]["body"]
        told(body["id"], body["usage"]["prompt_tokens"], body["usage"]["completion_tokens"])


def retries():
    """The test lets this path refuse twice; the client tries again by itself."""
    other = os.environ["OPENAI_BASE_URL"].replace("/openai/v1", "/api/openai/v1")
    answer = OpenAI(base_url=other).chat.completions.create(model=MODEL, messages=MESSAGES)
    seen(answer.id, answer.usage)


def refused():
    impatient = OpenAI(max_retries=0, default_headers={"x-sim-status": "429"})
    try:
        impatient.chat.completions.create(model=MODEL, messages=MESSAGES)
    except RateLimitError as error:
        assert error.code == "rate_limit_exceeded"
    else:
        raise AssertionError("it was not refused")


def abort():
    slow = {"x-sim-chunks": "40", "x-sim-chunk-delay-ms": "20"}
    with openai.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, extra_headers=slow) as chunks:
        assert next(iter(chunks)).id


async def at_once():
    async with AsyncOpenAI() as many:

        async def one():
            answer = await many.chat.completions.create(model=MODEL, messages=MESSAGES)
            seen(answer.id, answer.usage)

        await asyncio.gather(*(one() for _ in range(16)))


plain()
stream()
tools()
responses()
audio()
embeddings()
batch()
retries()
refused()
abort()
asyncio.run(at_once())

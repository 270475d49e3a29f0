"""PyPI's groq as an application uses it; GROQ_BASE_URL and GROQ_API_KEY are all it is told.

What it saw of each answer goes to stdout, one JSON line an answer: the answer's id and the usage in it.
"""

import asyncio
import json
import os
from pathlib import Path

from groq import AsyncGroq, Groq, RateLimitError

MODEL = "openai/gpt-oss-20b"
MESSAGES = [{"role": "user", "content": "¿Cuánto cuesta esto? 東京 🙂"}]
BATCH = "/v1/chat/completions"
groq = Groq()


def seen(id, usage):
    print(json.dumps({"id": id, "input": usage.prompt_tokens, "output": usage.completion_tokens}))


def plain():
    answer = groq.chat.completions.create(model=MODEL, messages=MESSAGES)
    assert answer.choices[0].message.content
    seen(answer.id, answer.usage)


def stream(**more):
    chunks = list(groq.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, **more))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    told = next(chunk.x_groq.usage for chunk in chunks if chunk.x_groq and chunk.x_groq.usage)
    if more:
        assert chunks[-1].usage.total_tokens == told.total_tokens
    seen(chunks[0].id, told)


def tools():
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    function = {"name": "weather", "description": "The weather", "parameters": parameters}
    answer = groq.chat.completions.create(
        model=MODEL, messages=MESSAGES, tool_choice="required", tools=[{"type": "function", "function": function}]
    )
    assert answer.choices[0].message.tool_calls[0].function.name == "weather"
    seen(answer.id, answer.usage)


def compound():
    answer = groq.chat.completions.create(model="groq/compound", messages=MESSAGES)
    assert answer.usage_breakdown.models
    seen(answer.id, answer.usage)


def audio():
    wav = Path(os.environ["E2E_WAV"])
    assert groq.audio.transcriptions.create(model="whisper-large-v3-turbo", file=wav).text
    long = groq.audio.transcriptions.create(model="whisper-large-v3", file=wav, response_format="verbose_json")
    assert float(long.duration) == 12.3
    assert groq.audio.translations.create(model="whisper-large-v3", file=wav).text
    speech = groq.audio.speech.create(
        model="canopylabs/orpheus-v1-english", voice="austin", input="Good morning 🙂", response_format="wav"
    )
    assert speech.read()[:4] == b"RIFF"


def embeddings():
    assert len(groq.embeddings.create(model="nomic-embed-text-v1_5", input=["one", "two"]).data) == 2


def batch():
    lines = [
        {"custom_id": name, "method": "POST", "url": BATCH, "body": {"model": MODEL, "messages": MESSAGES}}
        for name in "abc"
    ]
    text = "\n".join(map(json.dumps, lines))
    file = groq.files.create(file=("batch.jsonl", text.encode()), purpose="batch")
    made = groq.batches.create(input_file_id=file.id, endpoint=BATCH, completion_window="24h")
    done = groq.batches.retrieve(made.id)
    assert done.status == "completed"
    output = groq.files.content(done.output_file_id).text().strip().splitlines()
    assert len(output) == 3
    for line in output:
        body = json.loads(line)["response"]["body"]
        usage = body["usage"]
        print(json.dumps({"id": body["id"], "input": usage["prompt_tokens"], "output": usage["completion_tokens"]}))


def retries():
    """The test lets this path refuse twice; the client tries again by itself."""
    answer = Groq(base_url=os.environ["GROQ_BASE_URL"] + "/api").chat.completions.create(model=MODEL, messages=MESSAGES)
    seen(answer.id, answer.usage)


def refused():
    impatient = Groq(max_retries=0, default_headers={"x-sim-status": "429"})
    try:
        impatient.chat.completions.create(model=MODEL, messages=MESSAGES)
    except RateLimitError as error:
        assert error.body["error"]["code"] == "rate_limit_exceeded"
    else:
        raise AssertionError("it was not refused")


def abort():
    slow = {"x-sim-chunks": "40", "x-sim-chunk-delay-ms": "20"}
    with groq.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, extra_headers=slow) as chunks:
        assert next(iter(chunks)).id


async def at_once():
    async with AsyncGroq() as many:

        async def one(index):
            if index % 2:
                answer = await many.chat.completions.create(model=MODEL, messages=MESSAGES)
                seen(answer.id, answer.usage)
            else:
                async for chunk in await many.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True):
                    if chunk.x_groq and chunk.x_groq.usage:
                        seen(chunk.id, chunk.x_groq.usage)

        await asyncio.gather(*(one(index) for index in range(16)))


plain()
stream()
stream(extra_body={"stream_options": {"include_usage": True}})
tools()
compound()
audio()
embeddings()
batch()
retries()
refused()
abort()
asyncio.run(at_once())

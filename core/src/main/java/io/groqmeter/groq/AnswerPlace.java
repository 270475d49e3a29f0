package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonOutline;

/** The places of Groq's answers that are read, with their paths in each kind of body. */
enum AnswerPlace {
    /** The whole text. */
    BODY,
    ID,
    /** Groq's request id, beside the OpenAI-shaped one. */
    REQUEST_ID,
    MODEL,
    /** In seconds since 1970. */
    CREATED,
    SERVICE_TIER,
    /** The name of an event of a Responses stream. */
    EVENT_TYPE,
    /** The final status of a Responses answer. */
    STATUS,
    /** The error an answer was broken off with, or anything in it. */
    ERROR,

    /** The tokens of the whole call. */
    USAGE,
    INPUT_TOKENS,
    CACHED_TOKENS,
    OUTPUT_TOKENS,
    TOTAL_TOKENS,
    REASONING_TOKENS,
    QUEUE_TIME,
    PROMPT_TIME,
    COMPLETION_TIME,
    /** The split over models of a Compound call. */
    BREAKDOWN,
    PART,
    PART_MODEL,
    PART_USAGE,

    /** Generated text: measured, never kept. */
    TEXT,
    /** A call of the caller's own tool, which comes whole also in a stream. */
    TOOL_CALL,
    /** The built-in tools that ran, as chat reports them. */
    EXECUTED_TOOLS,
    EXECUTED_TOOL,
    EXECUTED_INDEX,
    EXECUTED_TYPE,
    EXECUTED_NAME,
    /** The MCP server whose tool it is. */
    EXECUTED_SERVER,
    EXECUTED_ARGUMENTS,
    /** What the tool found: there once it has run. */
    EXECUTED_RESULT,
    /** The items a Responses answer consists of, built-in tool calls among them. */
    OUTPUT,
    OUTPUT_TYPE,
    OUTPUT_ACTION,

    /** What was heard, as the answer to audio says it: by it a transcript is known. */
    TRANSCRIPT,
    /** The length of transcribed audio in seconds: a number, though Groq's API description says a string. */
    DURATION,
    /** The seconds of audio in a {@code usage} object. */
    SECONDS,

    LINE_ID,
    LINE_CUSTOM_ID,
    LINE_REQUEST_ID,
    LINE_RESPONSE,
    LINE_STATUS,
    LINE_ERROR;

    /** An answer in one JSON text: chat, Responses, embeddings, transcriptions. */
    static final JsonOutline<AnswerPlace> WHOLE = whole("").outline();

    /** One event of a stream: a chat chunk, or an event of a Responses stream with the answer so far inside. */
    static final JsonOutline<AnswerPlace> EVENT = event().outline();

    /** One line of a batch's output file. */
    static final JsonOutline<AnswerPlace> LINE = whole("response.body.")
            .keep("id", LINE_ID)
            .keep("custom_id", LINE_CUSTOM_ID)
            .keep("response", LINE_RESPONSE)
            .keep("response.status_code", LINE_STATUS)
            .keep("response.request_id", LINE_REQUEST_ID)
            .keepAll("error", LINE_ERROR)
            .keep("", BODY)
            .outline();

    private static JsonOutline.Sketch<AnswerPlace> whole(String at) {
        JsonOutline.Sketch<AnswerPlace> sketch = JsonOutline.sketch();
        head(sketch, at);
        usage(sketch, at + "usage", USAGE);
        breakdown(sketch, at + "usage_breakdown");
        times(sketch, at + "metadata");
        generated(sketch, at + "choices[].message");
        output(sketch, at + "output");
        return sketch.keep(at + "status", STATUS)
                .keep(at + "type", EVENT_TYPE)
                .measure(at + "output[].content[].text", TEXT)
                .measure(at + "output[].arguments", TOOL_CALL)
                .measure(at + "text", TRANSCRIPT)
                .keep(at + "duration", DURATION)
                .keep("", BODY);
    }

    private static JsonOutline.Sketch<AnswerPlace> event() {
        JsonOutline.Sketch<AnswerPlace> sketch = JsonOutline.sketch();
        head(sketch, "");
        usage(sketch, "usage", USAGE);
        usage(sketch, "x_groq.usage", USAGE);
        breakdown(sketch, "usage_breakdown");
        breakdown(sketch, "x_groq.usage_breakdown");
        generated(sketch, "choices[].delta");
        head(sketch, "response.");
        usage(sketch, "response.usage", USAGE);
        times(sketch, "response.metadata");
        output(sketch, "response.output");
        return sketch.measure("delta", TEXT)
                .keep("duration", DURATION)
                .keep("type", EVENT_TYPE)
                .keep("response.status", STATUS)
                .keep("", BODY);
    }

    private static void head(JsonOutline.Sketch<AnswerPlace> sketch, String at) {
        sketch.keep(at + "id", ID)
                .keep(at + "x_groq.id", REQUEST_ID)
                .keep(at + "model", MODEL)
                .keep(at + "created", CREATED)
                .keep(at + "created_at", CREATED)
                .keep(at + "service_tier", SERVICE_TIER)
                .keepAll(at + "error", ERROR)
                .keepAll(at + "x_groq.error", ERROR);
    }

    /** Chat says prompt and completion, Responses say input and output. */
    private static void usage(JsonOutline.Sketch<AnswerPlace> sketch, String at, AnswerPlace place) {
        sketch.keep(at, place)
                .keep(at + ".seconds", SECONDS)
                .keep(at + ".prompt_tokens", INPUT_TOKENS)
                .keep(at + ".input_tokens", INPUT_TOKENS)
                .keep(at + ".prompt_tokens_details.cached_tokens", CACHED_TOKENS)
                .keep(at + ".input_tokens_details.cached_tokens", CACHED_TOKENS)
                .keep(at + ".completion_tokens", OUTPUT_TOKENS)
                .keep(at + ".output_tokens", OUTPUT_TOKENS)
                .keep(at + ".total_tokens", TOTAL_TOKENS)
                .keep(at + ".completion_tokens_details.reasoning_tokens", REASONING_TOKENS)
                .keep(at + ".output_tokens_details.reasoning_tokens", REASONING_TOKENS);
        times(sketch, at);
    }

    private static void times(JsonOutline.Sketch<AnswerPlace> sketch, String at) {
        sketch.keep(at + ".queue_time", QUEUE_TIME)
                .keep(at + ".prompt_time", PROMPT_TIME)
                .keep(at + ".completion_time", COMPLETION_TIME);
    }

    private static void breakdown(JsonOutline.Sketch<AnswerPlace> sketch, String at) {
        sketch.keep(at, BREAKDOWN).keep(at + ".models[]", PART).keep(at + ".models[].model", PART_MODEL);
        usage(sketch, at + ".models[].usage", PART_USAGE);
    }

    private static void generated(JsonOutline.Sketch<AnswerPlace> sketch, String at) {
        sketch.measure(at + ".content", TEXT)
                .measure(at + ".reasoning", TEXT)
                .measure(at + ".tool_calls[].function.name", TOOL_CALL)
                .measure(at + ".tool_calls[].function.arguments", TOOL_CALL)
                .keep(at + ".executed_tools", EXECUTED_TOOLS)
                .keep(at + ".executed_tools[]", EXECUTED_TOOL)
                .keep(at + ".executed_tools[].index", EXECUTED_INDEX)
                .keep(at + ".executed_tools[].type", EXECUTED_TYPE)
                .keep(at + ".executed_tools[].name", EXECUTED_NAME)
                .keep(at + ".executed_tools[].server_label", EXECUTED_SERVER)
                .keep(at + ".executed_tools[].arguments", EXECUTED_ARGUMENTS)
                .measure(at + ".executed_tools[].output", EXECUTED_RESULT);
    }

    private static void output(JsonOutline.Sketch<AnswerPlace> sketch, String at) {
        sketch.keep(at, OUTPUT)
                .keep(at + "[]", EXECUTED_TOOL)
                .keep(at + "[].type", OUTPUT_TYPE)
                .keep(at + "[].action.type", OUTPUT_ACTION);
    }
}

package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonOutline;

/** The places of a JSON request that are worth a look. The same keys inside a message or a tool's schema are not. */
enum RequestPlace {
    MODEL,
    STREAM,
    /** Under any of its three names. */
    MOST_TOKENS,
    SERVICE_TIER,
    TOOL_TYPE,
    /** An image in a message: a URL, or an object around one. */
    IMAGE,
    /** What a speech request lets speak: measured, never kept. */
    INPUT,
    /** Where Groq shall fetch audio, or the audio itself: passed on, never kept. */
    AUDIO_URL,
    /** One of these by a key in letters of another case, such as {@code "MODEL"}. */
    OTHER_CASE;

    static final JsonOutline<RequestPlace> OUTLINE = JsonOutline.<RequestPlace>sketch()
            .keep("model", MODEL)
            .keep("stream", STREAM)
            .keep("max_completion_tokens", MOST_TOKENS)
            .keep("max_tokens", MOST_TOKENS)
            .keep("max_output_tokens", MOST_TOKENS)
            .keep("service_tier", SERVICE_TIER)
            .keep("tools[].type", TOOL_TYPE)
            .measure("messages[].content[].image_url", IMAGE)
            .measure("input[].content[].image_url", IMAGE)
            .measure("input", INPUT)
            .pass("url", AUDIO_URL)
            .otherCase("", OTHER_CASE)
            .otherCase("tools[]", OTHER_CASE)
            .outline();
}

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
    /** The URL in such an object: measured, never kept. */
    IMAGE_URL,
    /** Inline audio, or another file: measured, never kept. */
    FILE_DATA,
    /** The name of something outside the body that is input too. */
    ELSEWHERE,
    /** The number of answers requested. */
    CHOICES,
    /** How many answers are made, of which the best are given. */
    CANDIDATES,
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
            .keep("n", CHOICES)
            .keep("best_of", CANDIDATES)
            .measure("messages[].content[].image_url", IMAGE)
            .measure("messages[].content[].image_url.url", IMAGE_URL)
            .measure("messages[].content[].input_audio.data", FILE_DATA)
            .measure("messages[].content[].file.file_data", FILE_DATA)
            .keep("messages[].content[].file.file_id", ELSEWHERE)
            .otherCase("messages[].content[]", OTHER_CASE)
            .measure("input[].content[].image_url", IMAGE)
            .measure("input[].content[].image_url.url", IMAGE_URL)
            .measure("input[].content[].input_audio.data", FILE_DATA)
            .measure("input[].content[].file_data", FILE_DATA)
            .keep("input[].content[].file_id", ELSEWHERE)
            .measure("input[].content[].file_url", ELSEWHERE)
            .otherCase("input[].content[]", OTHER_CASE)
            .measure("input[].output[].image_url", IMAGE)
            .measure("input[].output[].file_data", FILE_DATA)
            .keep("input[].output[].file_id", ELSEWHERE)
            .measure("input[].output[].file_url", ELSEWHERE)
            .measure("input[].output.image_url", IMAGE)
            .keep("previous_response_id", ELSEWHERE)
            .keep("conversation", ELSEWHERE)
            .keep("prompt.id", ELSEWHERE)
            .measure("input", INPUT)
            .pass("url", AUDIO_URL)
            .otherCase("", OTHER_CASE)
            .otherCase("tools[]", OTHER_CASE)
            .outline();
}

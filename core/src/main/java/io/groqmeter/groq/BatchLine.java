package io.groqmeter.groq;

import org.jspecify.annotations.Nullable;

/**
 * One line of a batch's output file.
 *
 * @param requestId Groq's id of the line's request, the same however often the file is downloaded
 * @param customId the caller's own name for it in the batch's input; null when unknown
 * @param status the HTTP status the line's request got
 * @param answer its answer
 */
public record BatchLine(String requestId, @Nullable String customId, int status, AnswerSummary answer) {}

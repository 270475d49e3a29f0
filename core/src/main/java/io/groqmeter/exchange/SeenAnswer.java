package io.groqmeter.exchange;

import io.groqmeter.groq.AnswerSummary;

/**
 * What has been seen of an answer so far.
 *
 * @param status its HTTP status
 * @param streamed whether its body is a stream of events
 * @param answer what the body has said
 */
public record SeenAnswer(int status, boolean streamed, AnswerSummary answer) {}

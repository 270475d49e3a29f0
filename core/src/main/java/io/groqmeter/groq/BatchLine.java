package io.groqmeter.groq;

/**
 * One line of a batch's output file.
 *
 * @param requestId Groq's id of the line's request, the same however often the file is downloaded
 * @param status the HTTP status the line's request got
 * @param answer what its answer says
 */
public record BatchLine(String requestId, int status, Answer answer) {}

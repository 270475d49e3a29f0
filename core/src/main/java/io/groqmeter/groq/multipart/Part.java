package io.groqmeter.groq.multipart;

import java.util.Optional;

/**
 * The head of one part of a form.
 *
 * @param name the form field's name; empty when the part has none
 * @param fileName the file's name; present exactly when the part is a file
 * @param contentType the part's media type as it was written
 */
public record Part(String name, Optional<String> fileName, Optional<String> contentType) {}

package io.groqmeter.groq;

/**
 * What a request's input holds beside text.
 *
 * @param images how many images; each is input beyond the body's text, whatever its size
 * @param imageBytes the bytes of the body that are images, inline or by URL: no model reads them as text
 * @param fileBytes the bytes of the body that are inline audio and other files; no model on Groq is known to take them
 * @param elsewhere whether input lies outside the body: a file, an earlier answer or a prompt that Groq keeps or fetches
 */
public record InputMedia(long images, long imageBytes, long fileBytes, boolean elsewhere) {

    static final InputMedia NONE = new InputMedia(0, 0, 0, false);
}

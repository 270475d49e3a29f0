/**
 * Uploads, read as they pass.
 *
 * <p><b>Is:</b> an incremental reader of {@code multipart/form-data} (RFC 7578, RFC 2046), as SDKs upload audio files to Groq.
 *
 * <p><b>Owns:</b> finding the parts as the body passes, the small text fields a caller requests by name, and passing on
 * the bytes of files without copying them.
 *
 * <p><b>Does not own:</b> what the fields mean, measuring the file ({@code io.groqmeter.groq.audio}), changing or holding back the
 * body.
 */
@NullMarked
package io.groqmeter.groq.multipart;

import org.jspecify.annotations.NullMarked;

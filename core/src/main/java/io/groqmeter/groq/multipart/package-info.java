/**
 * Uploads, read as they pass.
 *
 * <p><b>Is:</b> an incremental reader of {@code multipart/form-data} (RFC 7578, RFC 2046), as SDKs upload audio files to Groq.
 *
 * <p><b>Owns:</b> finding the parts while the body streams past, the small text fields that a caller asks for by name, and handing on
 * the bytes of files without copying them.
 *
 * <p><b>Does not own:</b> what the fields mean, measuring the file ({@code io.groqmeter.groq.audio}), changing or holding back the
 * body.
 */
@NullMarked
package io.groqmeter.groq.multipart;

import org.jspecify.annotations.NullMarked;

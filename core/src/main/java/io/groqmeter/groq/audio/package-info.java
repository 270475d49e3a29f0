/**
 * The duration of uploaded audio.
 *
 * <p><b>Is:</b> readers of audio containers. Groq bills transcriptions by the second, but its {@code json} and {@code text} answers
 * carry no duration; here it is read from the bytes of the upload as they pass.
 *
 * <p><b>Owns:</b> recognising a container by its first bytes, and walking those Groq documents (flac, mp3, mp4, mpeg, mpga, m4a, ogg, wav,
 * webm) with a few kilobytes of state whatever the size of the file. Only the first audio track counts, as it does at Groq. The
 * duration is what a decoder plays: concatenated files are summed, and wrong headers are not believed.
 *
 * <p><b>Does not own:</b> finding the file inside a multipart body ({@code io.groqmeter.groq.multipart}), Groq's rounding and
 * ten-second minimum, decoding audio.
 */
@NullMarked
package io.groqmeter.groq.audio;

import org.jspecify.annotations.NullMarked;

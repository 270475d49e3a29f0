/**
 * The stop-watch of uploaded audio.
 *
 * <p><b>Is:</b> readers of audio containers. Groq bills transcriptions by the second, but answers them in {@code json} and
 * {@code text} without a duration; here the duration is read from the bytes of the upload while they stream past.
 *
 * <p><b>Owns:</b> recognising a container by its first bytes, and walking WAV, MP3, FLAC, Ogg, MP4, WebM/Matroska, MPEG program
 * streams, ADTS, AC-3 and AMR with a few kilobytes of state whatever the size of the file. Only the first audio track counts, as it does
 * at Groq. What decoders play is what counts: files joined end to end are summed, wrong headers are not believed.
 *
 * <p><b>Does not own:</b> finding the file inside a multipart body ({@code io.groqmeter.groq.multipart}), Groq's rounding and
 * ten-second minimum, decoding sound.
 */
@NullMarked
package io.groqmeter.groq.audio;

import org.jspecify.annotations.NullMarked;

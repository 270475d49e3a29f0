package io.groqmeter.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** A form that uploads silence for transcription. */
final class AudioForm {

    static final String PATH = "/openai/v1/audio/transcriptions";

    private static final String BOUNDARY = "groqmeter-crashtest";

    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private static final int HEAD = 44;
    private static final int BYTES_A_SECOND = 8_000;

    private AudioForm() {}

    /** 1 to 20 seconds, and every third time up to 80, which is more than the gateway holds. */
    static byte[] body(SplittableRandom random) {
        int millis = random.nextInt(1_000, random.nextInt(3) == 0 ? 80_000 : 20_000);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "name=\"model\"", "whisper-large-v3-turbo".getBytes(StandardCharsets.UTF_8));
        field(form, "name=\"response_format\"", "verbose_json".getBytes(StandardCharsets.UTF_8));
        field(form, "name=\"file\"; filename=\"silence.wav\"", silence(millis));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static void field(ByteArrayOutputStream form, String disposition, byte[] value) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(value);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** A WAVE file: 8,000 samples a second, one byte each. */
    private static byte[] silence(int millis) {
        int samples = millis * (BYTES_A_SECOND / 1_000);
        ByteBuffer wave = ByteBuffer.allocate(HEAD + samples).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEAD - 8 + samples);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(BYTES_A_SECOND).putInt(BYTES_A_SECOND);
        wave.putShort((short) 1).putShort((short) 8);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        return wave.array();
    }
}

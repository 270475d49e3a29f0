package io.groqmeter.groq.multipart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Collects the header lines of a part up to the empty line. Of more than 8 KiB the rest is passed over. */
final class PartHead {
    private static final int LONGEST = 8 * 1024;

    private final byte[] line = new byte[LONGEST];
    private int length;
    private int collected;
    private boolean blank = true;
    private String disposition = "";
    private Optional<String> contentType = Optional.empty();
    private boolean disposed;
    private boolean irregular;

    /** Makes ready for the next part. */
    void begin() {
        length = 0;
        collected = 0;
        blank = true;
        disposition = "";
        contentType = Optional.empty();
        disposed = false;
        irregular = false;
    }

    /** Reads on up to the end of the empty line, or to the limit; says whether the head is complete. */
    boolean read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                irregular |= length == 0 || line[length - 1] != '\r';
                if (blank) {
                    return true;
                }
                header(new String(line, 0, length, StandardCharsets.UTF_8));
                length = 0;
                blank = true;
            } else {
                blank &= next == '\r';
                irregular |= collected == LONGEST;
                if (collected < LONGEST) {
                    collected++;
                    line[length++] = next;
                }
            }
        }
        return false;
    }

    private void header(String text) {
        int colon = text.indexOf(':');
        irregular |= colon < 0 || text.charAt(0) <= ' ' || text.charAt(Math.max(0, colon - 1)) <= ' ';
        if (colon < 0) {
            return;
        }
        String value = text.substring(colon + 1).strip();
        switch (text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
            case "content-disposition" -> {
                irregular |= disposed;
                disposed = true;
                disposition = value;
            }
            case "content-type" -> {
                irregular |= contentType.isPresent();
                contentType = Optional.of(value);
            }
            case "content-transfer-encoding" ->
                irregular |= !value.toLowerCase(Locale.ROOT).matches("7bit|8bit|binary");
            default -> {}
        }
    }

    /** Whether two readers may find two things in the head that {@link #part} made a part of. */
    boolean irregular() {
        return irregular;
    }

    /** The head just completed. */
    Part part() {
        HeaderParameters parameters = new HeaderParameters(disposition);
        irregular |= parameters.irregular() || !parameters.value().equals("form-data");
        return new Part(parameters.get("name").orElse(""), parameters.getExtended("filename"), contentType);
    }
}

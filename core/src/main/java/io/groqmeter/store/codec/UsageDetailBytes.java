package io.groqmeter.store.codec;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What only few calls have, as bytes of their own, for a store that has a place of its own for everything else. */
public final class UsageDetailBytes {

    private static final int VERSION = 2;

    /** Of one tool or model beside its name: its name's length and three counts. */
    private static final int MOST_NUMBERS = 40;

    private UsageDetailBytes() {}

    /** The bytes; null for a call without tools that one model answered. */
    public static byte @Nullable [] of(Usage usage) {
        if (usage.tools().isEmpty() && usage.models().isEmpty() && usage.split()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size(usage));
        UsageBytes.writeParts(new ByteOutput(bytes, VERSION), usage);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static int size(Usage usage) {
        int size = MOST_NUMBERS;
        for (ToolUse use : usage.tools()) {
            size += MOST_NUMBERS + 3 * use.tool().length();
        }
        for (ModelUsage part : usage.models()) {
            size += MOST_NUMBERS + 3 * part.model().length();
        }
        return size;
    }

    /**
     * Adds to a usage what the bytes say.
     *
     * @throws RuntimeException as {@link RecordBytes#read}
     */
    public static void read(byte[] bytes, UsageBuilder usage) {
        ByteInput in = ByteInput.of(ByteBuffer.wrap(bytes), VERSION);
        UsageBytes.readParts(in, usage);
        in.end();
    }
}

package io.groqmeter.store.journal;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Quantities and times as bytes; before one that may be absent stands whether it is there. */
final class UsageBytes {

    private UsageBytes() {}

    static void write(ByteBuffer out, Usage usage) {
        SlotText.put(out, usage.basis().name());
        put(out, usage.inputTokens());
        put(out, usage.cacheReadInputTokens());
        put(out, usage.outputTokens());
        put(out, usage.reasoningOutputTokens());
        put(out, usage.audio());
        put(out, usage.characters());
        out.putShort((short) usage.tools().size());
        for (ToolUse use : usage.tools()) {
            SlotText.put(out, use.tool());
            out.putLong(use.uses());
        }
        out.putShort((short) usage.models().size());
        for (ModelUsage part : usage.models()) {
            SlotText.put(out, part.model());
            out.putLong(part.inputTokens()).putLong(part.cacheReadInputTokens()).putLong(part.outputTokens());
        }
        out.put((byte) (usage.split() ? 1 : 0));
    }

    static Usage read(ByteBuffer in) {
        return new Usage(
                UsageBasis.valueOf(SlotText.text(in)),
                number(in),
                number(in),
                number(in),
                number(in),
                duration(in),
                number(in),
                tools(in),
                models(in),
                in.get() != 0);
    }

    private static List<ToolUse> tools(ByteBuffer in) {
        List<ToolUse> tools = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            tools.add(new ToolUse(SlotText.text(in), in.getLong()));
        }
        return tools;
    }

    private static List<ModelUsage> models(ByteBuffer in) {
        List<ModelUsage> models = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            models.add(new ModelUsage(SlotText.text(in), in.getLong(), in.getLong(), in.getLong()));
        }
        return models;
    }

    static void writeTimings(ByteBuffer out, Timings timings) {
        put(out, timings.queue());
        put(out, timings.prompt());
        put(out, timings.completion());
        put(out, timings.firstByte());
        put(out, timings.total());
    }

    static Timings readTimings(ByteBuffer in) {
        return new Timings(duration(in), duration(in), duration(in), duration(in), duration(in));
    }

    private static void put(ByteBuffer out, OptionalLong number) {
        out.put((byte) (number.isPresent() ? 1 : 0));
        if (number.isPresent()) {
            out.putLong(number.getAsLong());
        }
    }

    private static OptionalLong number(ByteBuffer in) {
        return in.get() == 0 ? OptionalLong.empty() : OptionalLong.of(in.getLong());
    }

    private static void put(ByteBuffer out, Optional<Duration> duration) {
        out.put((byte) (duration.isPresent() ? 1 : 0));
        if (duration.isPresent()) {
            out.putLong(duration.get().getSeconds()).putInt(duration.get().getNano());
        }
    }

    private static Optional<Duration> duration(ByteBuffer in) {
        return in.get() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(in.getLong(), in.getInt()));
    }
}

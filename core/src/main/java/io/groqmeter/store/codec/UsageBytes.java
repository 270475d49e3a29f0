package io.groqmeter.store.codec;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.util.List;

/** Quantities and times as bytes; before one that may be absent stands whether it is there. */
final class UsageBytes {

    private UsageBytes() {}

    static void write(ByteOutput out, Usage usage) {
        out.name(usage.basis());
        out.number(usage.inputTokens());
        out.number(usage.cacheReadInputTokens());
        out.number(usage.outputTokens());
        out.number(usage.reasoningOutputTokens());
        out.duration(usage.audio());
        out.number(usage.characters());
        writeParts(out, usage);
    }

    static Usage read(ByteInput in) {
        UsageBuilder usage = Usage.builder(UsageBasis.valueOf(in.text()))
                .inputTokens(in.optionalNumber())
                .cacheReadInputTokens(in.optionalNumber())
                .outputTokens(in.optionalNumber())
                .reasoningOutputTokens(in.optionalNumber())
                .audio(in.duration())
                .characters(in.optionalNumber());
        readParts(in, usage);
        return usage.build();
    }

    /** What only few calls have: tools, and the models of a Compound call. */
    static void writeParts(ByteOutput out, Usage usage) {
        out.size(usage.tools());
        for (ToolUse use : usage.tools()) {
            out.text(use.tool());
            out.number(use.uses());
        }
        out.size(usage.models());
        for (ModelUsage part : usage.models()) {
            out.text(part.model());
            out.number(part.inputTokens());
            out.number(part.cacheReadInputTokens());
            out.number(part.outputTokens());
        }
        out.flag(usage.split());
    }

    static void readParts(ByteInput in, UsageBuilder usage) {
        usage.tools(in.list(() -> new ToolUse(in.text(), in.number())));
        List<ModelUsage> models = in.list(() -> new ModelUsage(in.text(), in.number(), in.number(), in.number()));
        if (in.flag()) {
            usage.splitOver(models);
        } else {
            usage.answeredByOneOf(models);
        }
    }

    static void writeTimings(ByteOutput out, Timings timings) {
        out.duration(timings.queue());
        out.duration(timings.prompt());
        out.duration(timings.completion());
        out.duration(timings.firstByte());
        out.duration(timings.total());
    }

    static Timings readTimings(ByteInput in) {
        return new Timings(in.duration(), in.duration(), in.duration(), in.duration(), in.duration());
    }
}

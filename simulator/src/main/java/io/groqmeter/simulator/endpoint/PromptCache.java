package io.groqmeter.simulator.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers the prompt prefixes each model has seen in the last two hours, in blocks of 256 tokens.
 *
 * <p>A block is identified by the hash of everything up to its end, so no prompt is kept. Thread-safe.
 */
final class PromptCache {

    static final int BLOCK_TOKENS = 256;

    private static final int CHARS_PER_TOKEN = 4;
    private static final Duration KEPT = Duration.ofHours(2);
    private static final int CAPACITY = 100_000;

    private final Map<Long, Instant> seen = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > CAPACITY;
        }
    };

    /** How many tokens at the beginning of {@code prompt} are cached; caches the whole prompt. */
    int lookUp(String model, String prompt, Instant now) {
        List<Long> blocks = blocks(model, prompt);
        int known = 0;
        synchronized (seen) {
            boolean prefix = true;
            for (Long block : blocks) {
                Instant expires = seen.put(block, now.plus(KEPT));
                prefix = prefix && expires != null && now.isBefore(expires);
                known += prefix ? 1 : 0;
            }
        }
        return known * BLOCK_TOKENS;
    }

    void clear() {
        synchronized (seen) {
            seen.clear();
        }
    }

    private static List<Long> blocks(String model, String prompt) {
        int blockChars = BLOCK_TOKENS * CHARS_PER_TOKEN;
        List<Long> blocks = new ArrayList<>(prompt.length() / blockChars);
        long hash = model.hashCode();
        for (int i = 0; i < prompt.length(); i++) {
            hash = hash * 1_099_511_628_211L ^ prompt.charAt(i);
            if ((i + 1) % blockChars == 0) {
                blocks.add(hash);
            }
        }
        return blocks;
    }
}

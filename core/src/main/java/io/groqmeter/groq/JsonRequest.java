package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request whose body is a JSON object, wherever in it the fields stand. */
final class JsonRequest implements RequestReader, JsonVisitor<RequestPlace> {

    /** More kinds of built-in tools than Groq has. */
    private static final int MOST_TOOLS = 32;

    private final boolean spoken;
    private final JsonScanner<RequestPlace> json = new JsonScanner<>(RequestPlace.OUTLINE, this);
    private final ByteFeed feed = new ByteFeed(json::read);
    private final Set<String> builtInTools = new LinkedHashSet<>();

    private @Nullable String model;
    private boolean stream;
    private OptionalLong mostTokens = OptionalLong.empty();
    private @Nullable String serviceTier;
    private OptionalLong characters = OptionalLong.empty();
    private @Nullable AudioUrl audio;
    private boolean audioEnded;
    private long images;
    private long bytes;
    private boolean ambiguous;

    JsonRequest(Endpoint endpoint) {
        spoken = endpoint == Endpoint.SPEECH;
    }

    @Override
    public void read(ByteBuffer buffer) {
        bytes += buffer.remaining();
        feed.read(buffer);
    }

    @Override
    public void begin(RequestPlace place) {
        images += place == RequestPlace.IMAGE ? 1 : 0;
        ambiguous |= place == RequestPlace.OTHER_CASE;
    }

    @Override
    public void end(RequestPlace place) {}

    @Override
    public void value(RequestPlace place, JsonValue value) {
        switch (place) {
            case MODEL -> name(value.text());
            case STREAM -> stream = value.isTrue();
            case MOST_TOKENS -> limitTo(value.count());
            case SERVICE_TIER -> serviceTier = value.text();
            case TOOL_TYPE -> offer(value.text());
            case IMAGE -> images += value.isString() ? 1 : 0;
            case AUDIO_URL -> audioEnded |= value.isString();
            case INPUT -> {
                if (spoken && value.isString()) {
                    characters = OptionalLong.of(Math.max(value.codePoints(), characters.orElse(0)));
                }
            }
            case OTHER_CASE -> ambiguous = true;
        }
    }

    /** The next bytes of the audio's URL. Of two which one Groq goes by is not documented: the last counts. */
    @Override
    public void piece(RequestPlace place, byte[] piece, int from, int to) {
        AudioUrl url = audio;
        if (url == null || audioEnded) {
            ambiguous |= url != null;
            audioEnded = false;
            url = new AudioUrl();
            audio = url;
        }
        url.read(ByteBuffer.wrap(piece, from, to - from));
    }

    private void name(@Nullable String named) {
        ambiguous |= model != null && !model.equals(named);
        model = named;
    }

    /** Of several limits the highest is kept: which one Groq goes by is not documented. */
    private void limitTo(OptionalLong limit) {
        if (limit.isPresent() && limit.getAsLong() > mostTokens.orElse(0)) {
            mostTokens = limit;
        }
    }

    private void offer(@Nullable String type) {
        if (type != null && !type.equals("function") && builtInTools.size() < MOST_TOOLS) {
            builtInTools.add(type);
        }
    }

    @Override
    public Ask ask() {
        return new Ask(
                model,
                stream,
                mostTokens,
                serviceTier,
                characters,
                audio == null ? Optional.empty() : audio.length(),
                audio != null && audio.elsewhere(),
                images,
                List.copyOf(builtInTools),
                bytes,
                ambiguous);
    }
}

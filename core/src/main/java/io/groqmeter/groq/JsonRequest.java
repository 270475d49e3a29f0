package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.groq.json.Utf8Check;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request whose body is a JSON object, with its fields in any order. */
final class JsonRequest implements RequestReader, JsonVisitor<RequestPlace> {

    /** More kinds of built-in tools than Groq has. */
    private static final int MOST_TOOLS = 32;

    private final boolean spoken;
    private final JsonScanner<RequestPlace> json = new JsonScanner<>(RequestPlace.OUTLINE, this);
    private final Utf8Check utf8 = new Utf8Check();
    private final ByteFeed feed = new ByteFeed(this::bytes);
    private final Set<String> builtInTools = new LinkedHashSet<>();

    private @Nullable String model;
    private boolean stream;
    private OptionalLong mostTokens = OptionalLong.empty();
    private @Nullable String serviceTier;
    private OptionalLong characters = OptionalLong.empty();
    private @Nullable AudioUrl audio;
    private boolean audioEnded;
    private long images;
    private long imageBytes;
    private long fileBytes;
    private boolean elsewhere;
    private long choices = 1;
    private long candidates = 1;
    private long bytes;
    private boolean ambiguous;
    private boolean begun;
    private boolean object;

    /** @param otherType whether the request declares its body as something other than JSON in UTF-8 */
    JsonRequest(Endpoint endpoint, boolean otherType) {
        spoken = endpoint == Endpoint.SPEECH;
        ambiguous = otherType;
    }

    @Override
    public void read(ByteBuffer buffer) {
        bytes += buffer.remaining();
        if (!begun) {
            begin(buffer);
        }
        feed.read(buffer);
    }

    /** A request is an object; what begins otherwise is no JSON text, but compressed perhaps. */
    private void begin(ByteBuffer buffer) {
        for (int at = buffer.position(); at < buffer.limit() && !begun; at++) {
            byte first = buffer.get(at);
            begun = first != ' ' && first != '\n' && first != '\r' && first != '\t';
            object = first == '{';
        }
    }

    private void bytes(byte[] array, int from, int to) {
        json.read(array, from, to);
        utf8.read(array, from, to);
    }

    /** Of a model that is named twice, {@link #name} looks at both names. */
    @Override
    public void repeated(@Nullable RequestPlace place) {
        ambiguous |= place != RequestPlace.MODEL;
    }

    @Override
    public void begin(RequestPlace place) {
        switch (place) {
            case IMAGE -> images++;
            case CHOICES, CANDIDATES, OTHER_CASE -> ambiguous = true;
            case ELSEWHERE -> elsewhere = true;
            default -> {
                // Other characters around a value have no meaning of their own.
            }
        }
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
            case IMAGE -> {
                images += value.isString() ? 1 : 0;
                imageBytes += value.passedBytes();
            }
            case IMAGE_URL -> imageBytes += value.passedBytes();
            case FILE_DATA -> fileBytes += value.passedBytes();
            case ELSEWHERE -> elsewhere |= !value.isNull() && !value.isFalse();
            case CHOICES -> choices = several(choices, value);
            case CANDIDATES -> candidates = several(candidates, value);
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

    /** Of several counts the highest; what is no count may be read as any. */
    private long several(long before, JsonValue value) {
        if (value.isNull()) {
            return before;
        }
        OptionalLong count = value.count();
        ambiguous |= count.isEmpty() || count.getAsLong() < 0;
        return Math.max(before, Math.min(count.orElse(1), Usage.MOST_TOKENS));
    }

    private void offer(@Nullable String type) {
        if (type != null && !type.equals("function") && builtInTools.size() < MOST_TOOLS) {
            builtInTools.add(type);
        }
    }

    /** With what has passed of a string that has not ended: a long image is no text while it comes, either. */
    private InputMedia media() {
        long begunImage = json.unfinishedBytes(RequestPlace.IMAGE);
        long all = images + (begunImage > 0 ? 1 : 0);
        long inImages = imageBytes + begunImage + json.unfinishedBytes(RequestPlace.IMAGE_URL);
        long inFiles = fileBytes + json.unfinishedBytes(RequestPlace.FILE_DATA);
        boolean textOnly = all + inImages + inFiles == 0 && !elsewhere;
        return textOnly ? InputMedia.NONE : new InputMedia(all, inImages, inFiles, elsewhere);
    }

    @Override
    public RequestSummary summary() {
        if (begun && !object) {
            return RequestSummary.unreadable(bytes);
        }
        return new RequestSummary(
                model,
                stream,
                mostTokens,
                serviceTier,
                characters,
                audio == null ? Optional.empty() : audio.length(),
                audio != null && audio.elsewhere(),
                media(),
                Math.min(choices * candidates, Usage.MOST_TOKENS),
                List.copyOf(builtInTools),
                bytes,
                ambiguous || json.irregular() || utf8.broken(),
                true);
    }
}

package io.groqmeter.groq;

import io.groqmeter.groq.audio.AudioMeter;
import io.groqmeter.groq.json.NormalizedName;
import io.groqmeter.groq.multipart.FileSink;
import io.groqmeter.groq.multipart.MultipartReader;
import io.groqmeter.groq.multipart.Part;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form that uploads audio, or names a URL where Groq shall fetch it, which may hold it, too. The first file named {@code file} is the
 * audio.
 */
final class MultipartRequest implements RequestReader {

    private static final String MODEL = "model";
    private static final String URL = "url";
    private static final String FILE = "file";

    private final MultipartReader form;
    private final Upload upload = new Upload();

    private long bytes;

    private final boolean oddType;

    /**
     * @param boundary as {@link MultipartReader#boundary} found it
     * @param oddType whether others may find another boundary, or none
     */
    MultipartRequest(String boundary, boolean oddType) {
        this.oddType = oddType;
        form = new MultipartReader(boundary, Set.of(MODEL), Set.of(URL), upload);
    }

    @Override
    public void read(ByteBuffer buffer) {
        bytes += buffer.remaining();
        form.read(buffer);
        buffer.position(buffer.limit());
    }

    @Override
    public RequestSummary summary() {
        return new RequestSummary(
                model(),
                false,
                OptionalLong.empty(),
                null,
                OptionalLong.empty(),
                upload.length(),
                upload.elsewhere(),
                InputMedia.NONE,
                1,
                List.of(),
                bytes,
                oddType || form.repeats() || form.irregular() || upload.repeats,
                true);
    }

    private @Nullable String model() {
        return form.text(MODEL)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    /** The audio in the form: the file, or else what the URL holds or names. */
    private static final class Upload implements FileSink {

        private enum Passing {
            NOTHING,
            FILE,
            URL
        }

        private final AudioMeter file = new AudioMeter();
        private final AudioUrl url = new AudioUrl();
        private boolean hasFile;
        private boolean hasUrl;
        private boolean repeats;
        private Passing passing = Passing.NOTHING;

        @Override
        public void begin(Part part) {
            passing = Passing.NOTHING;
            repeats |= !part.name().equals(FILE)
                    && NormalizedName.word(part.name()).equals(FILE);
            if (part.name().equals(FILE) && part.fileName().isPresent()) {
                passing = hasFile ? Passing.NOTHING : Passing.FILE;
                repeats |= hasFile;
                hasFile = true;
            } else if (part.name().equals(URL) && part.fileName().isEmpty()) {
                passing = hasUrl ? Passing.NOTHING : Passing.URL;
                repeats |= hasUrl;
                hasUrl = true;
            }
        }

        @Override
        public void read(ByteBuffer slice) {
            switch (passing) {
                case FILE -> file.read(slice);
                case URL -> url.read(slice);
                case NOTHING -> {}
            }
        }

        @Override
        public void end() {
            passing = Passing.NOTHING;
        }

        private Optional<Duration> length() {
            return hasFile ? file.duration() : url.length();
        }

        private boolean elsewhere() {
            return !hasFile && url.elsewhere();
        }
    }
}

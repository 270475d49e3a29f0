package io.groqmeter.groq;

import io.groqmeter.groq.audio.AudioMeter;
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

/** A form that uploads audio, or names a URL where Groq shall fetch it. The first file named {@code file} is the audio. */
final class MultipartRequest implements RequestReader {

    private static final String MODEL = "model";
    private static final String URL = "url";
    private static final String FILE = "file";

    private final MultipartReader form;
    private final Upload upload = new Upload();

    private long bytes;

    /**
     * @param boundary as {@link MultipartReader#boundary} found it
     */
    MultipartRequest(String boundary) {
        form = new MultipartReader(boundary, Set.of(MODEL, URL), upload);
    }

    @Override
    public void read(ByteBuffer buffer) {
        bytes += buffer.remaining();
        form.read(buffer);
        buffer.position(buffer.limit());
    }

    @Override
    public Ask ask() {
        boolean byUrl =
                !upload.present && form.text(URL).filter(url -> !url.isBlank()).isPresent();
        return new Ask(
                model(),
                false,
                OptionalLong.empty(),
                null,
                OptionalLong.empty(),
                upload.length(),
                byUrl,
                InputMedia.NONE,
                1,
                List.of(),
                bytes,
                form.repeats() || upload.repeats,
                true);
    }

    private @Nullable String model() {
        return form.text(MODEL)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    /** The audio file among the form's parts. */
    private static final class Upload implements FileSink {
        private final AudioMeter meter = new AudioMeter();
        private boolean present;
        private boolean passing;
        private boolean repeats;

        @Override
        public void begin(Part part) {
            boolean audio = part.name().equals(FILE);
            repeats |= present && audio;
            passing = !present && audio;
            present |= passing;
        }

        @Override
        public void read(ByteBuffer slice) {
            if (passing) {
                meter.read(slice);
            }
        }

        @Override
        public void end() {
            passing = false;
        }

        private Optional<Duration> length() {
            return present ? meter.duration() : Optional.empty();
        }
    }
}

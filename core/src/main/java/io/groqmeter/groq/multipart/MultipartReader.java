package io.groqmeter.groq.multipart;

import io.groqmeter.groq.json.NormalizedName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code multipart/form-data} body while it streams past.
 *
 * <p>Feed the whole body in order, in pieces of any size. Parts with a file name go to the {@link FileSink}, slice by slice, uncopied, and
 * so do texts of any length that are to be passed on; of the others, those requested by name are kept as {@link #text}. Whatever the
 * bytes are, nothing is thrown, the work is linear in their number, and the state stays bounded: 8 KiB for a part's head and 64 KiB
 * for each requested text.
 *
 * <p>Not thread-safe: one reader belongs to one body.
 */
public final class MultipartReader {
    /** Bytes of a text field beyond which it is not kept. */
    public static final int LONGEST_TEXT = 64 * 1024;

    private static final int LONGEST_BOUNDARY = 256;

    private enum State {
        /** Before the first boundary. */
        PREAMBLE,
        /** Behind a boundary, on its line. */
        BOUNDARY_LINE,
        HEAD,
        BODY,
        /** Behind the closing boundary. */
        EPILOGUE
    }

    private final Set<String> textNames;
    private final Set<String> passedNames;
    private final FileSink files;
    private final Delimiter delimiter;
    private final PartHead head = new PartHead();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private State state = State.PREAMBLE;
    private int dashes;
    private boolean onlyDashes;
    private Part part = new Part("", Optional.empty(), Optional.empty());
    private boolean kept;
    private boolean passed;
    private boolean repeats;
    private boolean irregular;
    private byte before;

    /**
     * @param boundary as {@link #boundary} found it
     * @param textNames the text fields to keep
     * @param passedNames the text fields to pass on as files are
     * @param files takes the files
     * @throws IllegalArgumentException if the boundary is empty, longer than 256 characters or breaks the line
     */
    public MultipartReader(String boundary, Set<String> textNames, Set<String> passedNames, FileSink files) {
        if (!valid(boundary)) {
            throw new IllegalArgumentException("not a multipart boundary: \"" + boundary + "\"; it must be 1 to "
                    + LONGEST_BOUNDARY + " characters without line breaks");
        }
        this.textNames = Set.copyOf(textNames);
        this.passedNames = Set.copyOf(passedNames);
        this.files = files;
        delimiter = new Delimiter(boundary);
        delimiter.beginLine();
    }

    /**
     * The boundary in a Content-Type header.
     *
     * @return empty when the type is not {@code multipart/form-data} or has no usable boundary
     */
    public static Optional<String> boundary(String contentType) {
        HeaderParameters parameters = new HeaderParameters(contentType);
        return parameters.value().equals("multipart/form-data")
                ? parameters.get("boundary").filter(MultipartReader::valid)
                : Optional.empty();
    }

    private static boolean valid(String boundary) {
        boolean length = !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY;
        return length && boundary.indexOf('\r') < 0 && boundary.indexOf('\n') < 0;
    }

    /**
     * Reads the bytes between the buffer's position and its limit.
     *
     * @param bytes the next bytes of the body; its position and limit are left as they are, and it is not kept
     */
    public void read(ByteBuffer bytes) {
        ByteBuffer rest = bytes.slice();
        while (rest.hasRemaining()) {
            switch (state) {
                case PREAMBLE -> {
                    if (delimiter.search(rest, this::outside)) {
                        boundary();
                    }
                }
                case BOUNDARY_LINE -> boundaryLine(rest.get());
                case HEAD -> {
                    if (head.read(rest)) {
                        begin(head.part());
                    }
                }
                case BODY -> {
                    if (delimiter.search(rest, this::body)) {
                        end();
                        boundary();
                    }
                }
                case EPILOGUE -> {
                    outside(rest);
                    rest.position(rest.limit());
                }
            }
        }
    }

    /** Before and behind the form nothing but line breaks is expected. */
    private void outside(ByteBuffer bytes) {
        for (int at = bytes.position(); at < bytes.limit(); at++) {
            irregular |= bytes.get(at) != '\r' && bytes.get(at) != '\n';
        }
    }

    private void boundary() {
        state = State.BOUNDARY_LINE;
        before = 0;
        dashes = 0;
        onlyDashes = true;
    }

    /** Two dashes right behind the boundary close the form; anything else up to the line's end is padding. */
    private void boundaryLine(byte next) {
        onlyDashes &= next == '-';
        dashes += onlyDashes ? 1 : 0;
        if (dashes == 2) {
            state = State.EPILOGUE;
        } else if (next == '\n') {
            irregular |= before != '\r';
            state = State.HEAD;
            head.begin();
        } else {
            irregular |= !onlyDashes && next != '\r' && next != ' ' && next != '\t';
        }
        before = next;
    }

    private void begin(Part next) {
        part = next;
        state = State.BODY;
        delimiter.beginLine();
        text.reset();
        irregular |= head.irregular() || misleads(next);
        boolean requested = next.fileName().isEmpty() && textNames.contains(next.name());
        repeats |= requested && !names.add(next.name());
        kept = requested && !texts.containsKey(next.name());
        passed = next.fileName().isPresent() || passedNames.contains(next.name());
        if (passed) {
            files.begin(next);
        }
    }

    /** Whether a reader may take a part for a requested text that it is not here, or for a different text. */
    private boolean misleads(Part next) {
        boolean requested = isRequested(next.name());
        boolean resembles =
                !requested && isRequested(NormalizedName.word(next.name()).replaceFirst("\\[.*", ""));
        String type = next.contentType().orElse("").toLowerCase(Locale.ROOT);
        boolean otherText =
                type.startsWith("multipart/") || (requested && type.contains("charset") && !type.contains("utf-8"));
        return resembles || otherText || (requested && next.fileName().isPresent());
    }

    private boolean isRequested(String name) {
        return textNames.contains(name) || passedNames.contains(name);
    }

    private void body(ByteBuffer bytes) {
        if (passed) {
            files.read(bytes);
        } else if (kept) {
            kept = text.size() + bytes.remaining() <= LONGEST_TEXT;
            while (kept && bytes.hasRemaining()) {
                text.write(bytes.get());
            }
        }
    }

    private void end() {
        if (passed) {
            files.end();
        } else if (kept) {
            texts.put(part.name(), text.toString(StandardCharsets.UTF_8));
        }
    }

    /**
     * The value of a requested text field; the first of several with the same name.
     *
     * @return empty when it did not occur, did not end, or is longer than {@link #LONGEST_TEXT}
     */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** Whether a requested text field occurred more than once. */
    public boolean repeats() {
        return repeats;
    }

    /** Whether two readers may find two forms in what has been read so far. */
    public boolean irregular() {
        return irregular;
    }

    /** Says whether the closing boundary has passed. */
    public boolean complete() {
        return state == State.EPILOGUE;
    }
}

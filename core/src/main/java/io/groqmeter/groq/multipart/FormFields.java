package io.groqmeter.groq.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text fields of a small {@code multipart/form-data} body that is there whole, so that one can be set to another value. */
public final class FormFields {

    private record Field(String name, int from, int to) {}

    private final String boundary;
    private final byte[] body;
    private final List<Field> fields = new ArrayList<>();
    private int first = -1; // where the first boundary begins, its dashes included

    private FormFields(String boundary, byte[] body) {
        this.boundary = boundary;
        this.body = body;
    }

    /**
     * The fields of a form.
     *
     * @param boundary as {@link MultipartReader#boundary} found it
     * @param body not changed, and kept
     * @return empty when it is no whole form
     */
    public static Optional<FormFields> of(String boundary, byte[] body) {
        FormFields form = new FormFields(boundary, body);
        return form.read() ? Optional.of(form) : Optional.empty();
    }

    /** Walks the parts up to the closing boundary; says whether it came. */
    private boolean read() {
        ByteBuffer rest = ByteBuffer.wrap(body);
        Delimiter delimiter = new Delimiter(boundary);
        delimiter.beginLine();
        PartHead head = new PartHead();
        int dashed = boundary.length() + 2;
        Part part = null;
        int from = 0;
        while (delimiter.search(rest, ignored -> {})) {
            int end = rest.position() - dashed;
            first = first < 0 ? end : first;
            if (part != null && part.fileName().isEmpty()) {
                fields.add(new Field(part.name(), from, Math.max(from, end - 2)));
            }
            if (closes(rest)) {
                return true;
            }
            head.begin();
            if (!head.read(rest)) {
                return false;
            }
            part = head.part();
            from = rest.position();
            delimiter.beginLine();
        }
        return false;
    }

    /** Passes the rest of a boundary's line; says whether two dashes right behind it close the form. */
    private static boolean closes(ByteBuffer rest) {
        int at = rest.position();
        if (rest.remaining() >= 2 && rest.get(at) == '-' && rest.get(at + 1) == '-') {
            return true;
        }
        while (rest.hasRemaining() && rest.get() != '\n') {
            // padding
        }
        return false;
    }

    /** How often a field of that name occurs. */
    public long count(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).count();
    }

    /** The value of the first field of that name; empty when there is none. */
    public Optional<String> text(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .map(field -> new String(body, field.from(), field.to() - field.from(), StandardCharsets.UTF_8));
    }

    /** The form with that value of the first field of that name, or with such a field in front where there is none. */
    public byte[] with(String name, String value) {
        Optional<Field> known =
                fields.stream().filter(field -> field.name().equals(name)).findFirst();
        String added =
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
        int from = known.map(Field::from).orElse(first);
        int to = known.map(Field::to).orElse(first);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes((known.isPresent() ? value : added).getBytes(StandardCharsets.UTF_8));
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }
}

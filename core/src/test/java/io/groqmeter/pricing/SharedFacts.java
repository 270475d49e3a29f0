package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.groq.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Facts about Groq that lie beside the checkout and are not part of it; tests that need them are skipped without them. */
final class SharedFacts {

    /** The cells of a row by their names; an absent one is empty. */
    record Row(Map<String, String> cells) {

        String get(String name) {
            return get(name, "");
        }

        String get(String name, String otherwise) {
            String cell = cells.getOrDefault(name, "");
            return cell.isEmpty() ? otherwise : cell;
        }
    }

    private SharedFacts() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the checkout's root");
        }
        return folder;
    }

    /** The rows of a table, each by its columns' names. */
    static List<Row> table(String name) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> heads = List.of();
        for (String line : Files.readAllLines(Shared.file(name))) {
            List<String> cells = cells(line);
            if (heads.isEmpty()) {
                heads = cells;
                continue;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < heads.size(); i++) {
                row.put(heads.get(i), i < cells.size() ? cells.get(i) : "");
            }
            rows.add(new Row(row));
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : (line + ",").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }

    /** The objects of a document's list {@code rows}, their scalar fields as text. */
    static List<Row> rows(String name) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(Files.readString(Shared.file(name)))) {
            while (!"rows".equals(json.currentName()) || json.currentToken() != JsonToken.START_ARRAY) {
                json.nextToken();
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new HashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    row.put(field, json.getText());
                }
                rows.add(new Row(row));
            }
        }
        return rows;
    }
}

package io.groqmeter.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A model as Groq lists it.
 *
 * @param active whether it currently answers
 * @param contextWindow its maximum input in tokens; empty if not reported
 * @param output the tokens of its longest answer; empty if not reported
 */
record ServedModel(String id, boolean active, OptionalLong contextWindow, OptionalLong output) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * The models of an answer to {@code GET /openai/v1/models}.
     *
     * @throws IOException if it is not such a list; the message says why
     */
    static List<ServedModel> list(byte[] answer) throws IOException {
        try (JsonParser json = JSON.createParser(answer)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
            List<ServedModel> models = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = json.currentName().equals("data");
                JsonToken value = json.nextToken();
                if (data) {
                    require(value == JsonToken.START_ARRAY, "its data is not a list");
                    models = models(json);
                } else {
                    json.skipChildren();
                }
            }
            if (models == null) {
                throw new IOException("it has no data");
            }
            return models;
        }
    }

    private static List<ServedModel> models(JsonParser json) throws IOException {
        List<ServedModel> models = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, "its data contains something other than models");
            models.add(model(json));
        }
        return models;
    }

    private static ServedModel model(JsonParser json) throws IOException {
        String id = "";
        boolean active = true;
        OptionalLong window = OptionalLong.empty();
        OptionalLong output = OptionalLong.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case "active" -> active = value != JsonToken.VALUE_FALSE;
                case "context_window" -> window = count(json);
                case "max_completion_tokens" -> output = count(json);
                default -> {}
            }
            json.skipChildren();
        }
        require(!id.isEmpty(), "it lists a model without an id");
        return new ServedModel(id, active, window, output);
    }

    private static OptionalLong count(JsonParser json) throws IOException {
        boolean told = json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getLongValue() > 0;
        return told ? OptionalLong.of(json.getLongValue()) : OptionalLong.empty();
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}

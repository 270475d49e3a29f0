package io.groqmeter.spring.web;

/** Bodies of chat requests. */
final class Asked {

    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"How warm is it in Bogotá?\"}";
    private static final String RESULT = ",{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"19 degrees\"}";
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"warmth\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}],";

    private Asked() {}

    static String plainly(String model, boolean stream) {
        return body(model, "", stream, QUESTION);
    }

    static String withTool(String model) {
        return body(model, TOOL, false, QUESTION);
    }

    static String withResult(String model) {
        return body(model, TOOL, true, QUESTION + RESULT);
    }

    private static String body(String model, String more, boolean stream, String messages) {
        return "{\"model\":\"" + model + "\"," + more + "\"stream\":" + stream + ",\"messages\":[" + messages + "]}";
    }
}

package io.groqmeter.e2e;

import java.util.HashMap;
import java.util.Map;

/** A chat request of a caller. */
record Chat(String model, boolean streamed, Map<String, String> headers) {

    static Chat with(String model) {
        return new Chat(model, false, Map.of("authorization", "Bearer gsk_test"));
    }

    Chat asStream() {
        return new Chat(model, true, headers);
    }

    /** With a caller key of the gateway. */
    Chat by(String key) {
        return adding("authorization", "Bearer " + key);
    }

    Chat of(String project, String user) {
        return adding("x-groqmeter-project", project).adding("x-groqmeter-user", user);
    }

    private Chat adding(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Chat(model, streamed, more);
    }

    String body() {
        return "{\"model\":\"" + model + "\",\"stream\":" + streamed
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Say good morning in Quechua.\"}]}";
    }
}

package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: the description of every route. */
public final class OpenApiResource implements Resource {

    private final LocalResponse file;

    public OpenApiResource() {
        try (InputStream yaml = OpenApiResource.class.getResourceAsStream("openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("no openapi.yaml beside " + OpenApiResource.class.getName());
            }
            file = new LocalResponse(200, "application/yaml; charset=utf-8", yaml.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        return file;
    }
}

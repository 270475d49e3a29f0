package io.groqmeter.gateway.local;

import io.groqmeter.gateway.http.ApiError;
import java.io.Serial;

/** Thrown for a request that cannot be answered as it is; the error says what to change. */
public final class BadRequest extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    public BadRequest(String code, String message) {
        this(ApiError.badRequest(code, message));
    }

    public BadRequest(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}

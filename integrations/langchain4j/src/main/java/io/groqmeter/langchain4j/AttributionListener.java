package io.groqmeter.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.groqmeter.usage.Attribution;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes a model's calls, by listener attributes: {@code
 * ChatRequestOptions.builder().addListenerAttribute(AttributionListener.PROJECT, "shop")}. It counts nothing.
 *
 * <p>Register the same listener with the model ({@code listeners(…)}) and with its {@link MeteringHttpClientBuilder}. LangChain4j
 * makes the HTTP call, including streams, on the thread on which it calls {@link #onRequest}.
 */
public final class AttributionListener implements ChatModelListener {

    /** The attribute for the project. */
    public static final String PROJECT = "groqmeter.project";

    /** The attribute for the end user. */
    public static final String USER = "groqmeter.user";

    private final Attribution model;
    private final ThreadLocal<@Nullable Attribution> call = new ThreadLocal<>();

    /** Creates a listener without a default attribution. */
    public AttributionListener() {
        this(Attribution.none());
    }

    /** @param model the attribution of all calls of the model; a call's own attributes override it */
    public AttributionListener(Attribution model) {
        this.model = model;
    }

    /** The attribution of the call that this thread is making. */
    Attribution current() {
        Attribution own = call.get();
        return own == null ? model : model.and(own);
    }

    @Override
    public void onRequest(ChatModelRequestContext request) {
        Map<Object, Object> attributes = request.attributes();
        call.set(new Attribution(null, text(attributes.get(PROJECT)), text(attributes.get(USER)), Map.of()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** For streams this comes on another thread, where it has no effect. The next request on this thread replaces what is left. */
    @Override
    public void onResponse(ChatModelResponseContext response) {
        call.remove();
    }

    @Override
    public void onError(ChatModelErrorContext error) {
        call.remove();
    }
}

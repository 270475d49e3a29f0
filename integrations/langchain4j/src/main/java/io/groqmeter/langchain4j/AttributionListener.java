package io.groqmeter.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.groqmeter.usage.Attribution;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whom a model's call is for, by the listener attributes it is made with:
 * {@code ChatRequestOptions.builder().addListenerAttribute(AttributionListener.PROJECT, "shop")}. It counts nothing.
 *
 * <p>Give the same listener to the model ({@code listeners(…)}) and to its {@link MeteringHttpClientBuilder}. LangChain4j makes the
 * HTTP call, streams too, on the thread that it calls {@link #onRequest} on.
 */
public final class AttributionListener implements ChatModelListener {

    /** Names the project. */
    public static final String PROJECT = "groqmeter.project";

    /** Names the person or customer. */
    public static final String USER = "groqmeter.user";

    private final Attribution model;
    private final ThreadLocal<@Nullable Attribution> call = new ThreadLocal<>();

    /** A listener of calls that are for nobody in particular unless they say so. */
    public AttributionListener() {
        this(Attribution.none());
    }

    /** @param model whom all calls of the model are for; what a call says comes on top */
    public AttributionListener(Attribution model) {
        this.model = model;
    }

    /** Whom the call is for that this thread is making. */
    Attribution current() {
        Attribution told = call.get();
        return told == null ? model : model.and(told);
    }

    @Override
    public void onRequest(ChatModelRequestContext request) {
        Map<Object, Object> attributes = request.attributes();
        call.set(new Attribution(null, text(attributes.get(PROJECT)), text(attributes.get(USER)), Map.of()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Of a stream this comes on another thread; there it changes nothing. The next request on this thread replaces what is left. */
    @Override
    public void onResponse(ChatModelResponseContext response) {
        call.remove();
    }

    @Override
    public void onError(ChatModelErrorContext error) {
        call.remove();
    }
}

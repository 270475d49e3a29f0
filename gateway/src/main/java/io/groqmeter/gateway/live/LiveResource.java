package io.groqmeter.gateway.live;

import io.groqmeter.UsageListener;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.StreamingResource;
import io.groqmeter.store.UsageRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code GET /api/live}: an event for each record once it is stored. For past records there is {@code /api/usage}. */
public final class LiveResource implements StreamingResource, UsageListener {

    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    @Override
    public Exchange answer(LocalRequest request, Client client) {
        LiveStream stream = new LiveStream(client, streams::remove);
        streams.add(stream);
        stream.begin();
        if (closing || request.method().equals("HEAD")) {
            stream.close();
        }
        return stream;
    }

    @Override
    public void appended(List<UsageRecord> records) {
        streams.forEach(stream -> stream.offer(records));
    }

    @Override
    public void closing() {
        closing = true;
        streams.forEach(LiveStream::close);
    }
}

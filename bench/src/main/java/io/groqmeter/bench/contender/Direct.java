package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Workload;
import java.util.Map;

/** No proxy: shows what clients and upstream can do on their own. */
final class Direct implements Contender {

    @Override
    public String word() {
        return "direct";
    }

    @Override
    public String title() {
        return "no proxy";
    }

    @Override
    public String version() {
        return "";
    }

    /** The clients do not use TLS. */
    @Override
    public boolean carries(Workload workload) {
        return workload != Workload.TLS && workload != Workload.JSON2;
    }

    @Override
    public Running start(Site site) {
        return new Running() {
            @Override
            public int port() {
                return site.upstreamPort();
            }

            @Override
            public Spent spent() {
                return new Spent(0, 0, Map.of());
            }

            @Override
            public void pause() {
                // There is nobody.
            }

            @Override
            public void resume() {
                // There is nobody.
            }

            @Override
            public void close() {
                // There is nobody.
            }
        };
    }
}

package io.groqmeter.bench.profile;

import java.util.Arrays;
import java.util.List;

/**
 * The owner of a stack: found from its top downwards, so that a map used by the gateway counts as the gateway's, and a write
 * made by SQLite as SQLite's.
 */
enum Owner {
    SOCKETS("sockets: waiting, reading, writing", "io/netty/channel/epoll/", "io/netty/channel/unix/", "netty_"),
    SQLITE("SQLite itself", "org/sqlite/", "sqlite3", "Java_org_sqlite"),
    ROWS("rows for the books", "io/groqmeter/sqlite/"),
    STORE("batches and the journal in front of the books", "io/groqmeter/store/"),
    HAND_OVER("hand-over between threads", "io/groqmeter/UsageQueue"),
    USAGE("reading usage from the bytes", "io/groqmeter/groq/"),
    RATING("rating", "io/groqmeter/pricing/"),
    METER(
            "metering: calls, records, listeners",
            "io/groqmeter/UsageMeter",
            "io/groqmeter/usage/",
            "io/groqmeter/RecordIds"),
    GATEWAY("the gateway's own code", "io/groqmeter/"),
    CODEC("Netty's HTTP codec", "io/netty/handler/codec/"),
    TLS("TLS", "io/netty/handler/ssl/", "sun/security/ssl/"),
    NETTY("Netty's pipelines and buffers", "io/netty/"),
    JVM("the JVM: compiling, collecting garbage", "");

    private final String title;
    private final List<String> prefixes;

    Owner(String title, String... prefixes) {
        this.title = title;
        this.prefixes = List.of(prefixes);
    }

    String title() {
        return title;
    }

    /** The owner of a stack of frames, root first. */
    static Owner of(List<String> frames) {
        for (int top = frames.size() - 1; top >= 0; top--) {
            String frame = frames.get(top);
            for (Owner owner : values()) {
                if (owner != JVM && owner.prefixes.stream().anyMatch(frame::startsWith)) {
                    return owner;
                }
            }
        }
        return JVM;
    }

    /** The owner of a line of collapsed stacks: frames between semicolons, root first, and a count. */
    static Owner ofLine(String stack) {
        return of(Arrays.asList(stack.split(";")));
    }
}

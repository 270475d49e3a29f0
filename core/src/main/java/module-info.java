/**
 * The meter: what calls to the Groq API used and cost.
 *
 * <p>The packages exported to everyone are the API, listed in {@code docs/api/core.txt}. The others belong to groqmeter's own modules and
 * may change at any time.
 */
@SuppressWarnings("module") // the modules named in exports are built after this one
module io.groqmeter.core {
    requires com.fasterxml.jackson.core;
    requires java.net.http;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.groqmeter;
    exports io.groqmeter.budget;
    exports io.groqmeter.integration;
    exports io.groqmeter.pricing;
    exports io.groqmeter.report;
    exports io.groqmeter.store;
    exports io.groqmeter.store.journal;
    exports io.groqmeter.store.memory;
    exports io.groqmeter.usage;
    exports io.groqmeter.report.format to
            io.groqmeter.spring.boot;
    exports io.groqmeter.store.codec to
            io.groqmeter.sqlite;
    exports io.groqmeter.store.file to
            io.groqmeter.sqlite;
    exports io.groqmeter.store.rollup to
            io.groqmeter.sqlite;
    exports io.groqmeter.text to
            io.groqmeter.sqlite;
}

/**
 * The meter: what calls to the Groq API used and cost.
 *
 * <p>The packages exported here are the API of groqmeter, listed in {@code docs/api/core.txt}. The other packages are open only to
 * groqmeter's own modules and may change at any time.
 */
module io.groqmeter.core {
    requires java.net.http;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.groqmeter;
    exports io.groqmeter.integration;
    exports io.groqmeter.usage;
    exports io.groqmeter.pricing;
    exports io.groqmeter.budget;
    exports io.groqmeter.store;
    exports io.groqmeter.store.journal;
    exports io.groqmeter.store.memory;
    exports io.groqmeter.report;
}

/** Meters calls of the JDK's HTTP client. */
module io.groqmeter.jdkhttp {
    requires transitive io.groqmeter.core;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports io.groqmeter.jdkhttp;
}

/** A program on the module path. */
module com.example.shop {
    requires io.groqmeter.core;
    requires io.groqmeter.jdkhttp;
    requires java.net.http;
    requires jdk.httpserver;
}

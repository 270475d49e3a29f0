/** A program on the module path. */
module com.example.shop {
    requires io.groqmeter.core;
    requires io.groqmeter.jdkhttp;
    requires com.fasterxml.jackson.core; // which groqmeter, an automatic module, cannot ask for itself
    requires org.slf4j;
    requires java.net.http;
    requires jdk.httpserver;
}

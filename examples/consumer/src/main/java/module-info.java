/** A program on the module path. */
module com.example.shop {
    requires io.groqmeter.jdkhttp; // brings io.groqmeter.core and java.net.http
    requires jdk.httpserver;
}

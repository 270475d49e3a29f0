package io.groqmeter.spring.web;

import io.groqmeter.testkit.ApiFile;
import org.junit.jupiter.api.Test;

class ApiListingTest {

    @Test
    void the_integration_offers_what_the_repository_lists() throws Exception {
        ApiFile.requireListed("spring-web", MeteringInterceptor.class);
    }
}

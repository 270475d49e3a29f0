package io.groqmeter.langchain4j;

import io.groqmeter.testkit.ApiFile;
import org.junit.jupiter.api.Test;

class ApiListingTest {

    @Test
    void the_integration_offers_what_the_repository_lists() throws Exception {
        ApiFile.requireListed("langchain4j", MeteringHttpClientBuilder.class);
    }
}

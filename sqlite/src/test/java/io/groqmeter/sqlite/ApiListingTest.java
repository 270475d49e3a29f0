package io.groqmeter.sqlite;

import io.groqmeter.testkit.ApiFile;
import org.junit.jupiter.api.Test;

class ApiListingTest {

    @Test
    void the_store_offers_what_the_repository_lists() throws Exception {
        ApiFile.requireListed("sqlite", SqliteUsageStore.class);
    }
}

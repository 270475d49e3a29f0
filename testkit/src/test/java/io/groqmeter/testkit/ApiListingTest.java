package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.groq.GroqWire;
import org.junit.jupiter.api.Test;

class ApiListingTest {

    private final ApiListing core = ApiListing.ofModuleOf(UsageMeter.class);

    @Test
    void core_offers_what_the_repository_lists() throws Exception {
        ApiFile.requireListed("core", UsageMeter.class);
    }

    @Test
    void what_core_offers_names_only_the_jdk_and_itself() {
        assertThat(core.named()).allMatch(core::has);
    }

    @Test
    void what_core_does_not_export_is_not_listed() {
        assertThat(core.has(UsageMeter.class)).isTrue();
        assertThat(core.has(GroqWire.class)).isFalse();
    }

    @Test
    void a_listing_shows_each_member_that_a_program_can_reach() {
        assertThat(new ApiType(Offer.class)).hasToString("""
                        abstract class io.groqmeter.testkit.ApiListingTest.Offer : Comparable<ApiListingTest.Offer>
                            Offer(long)
                            abstract List<? super T> list<T extends Number>(T[])
                            protected void close() throws IOException
                            static String NAME
                        """);
    }

    @SuppressWarnings("unused")
    public abstract static class Offer implements Comparable<Offer> {

        public static final String NAME = "offer";

        public Offer(long amount) {}

        Offer() {}

        protected void close() throws java.io.IOException {}

        void hidden() {}

        public abstract <T extends Number> java.util.List<? super T> list(T[] of);
    }
}

package io.groqmeter.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a campaign makes of its seed, and when it holds an answer for whole. */
class CampaignLoadTest {

    @Test
    void half_of_the_last_event_is_no_whole_answer() {
        String event = "event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n";
        assertThat(CampaignLoad.saysItIsOver("event: x\ndata: {}\n\n" + event)).isTrue();
        assertThat(CampaignLoad.saysItIsOver("event: x\ndata: {}\n\n" + event.substring(0, 40)))
                .isFalse();
        assertThat(CampaignLoad.saysItIsOver("data: {}\n\ndata: [DONE]")).isTrue();
    }

    @Test
    void the_same_seed_makes_the_same_calls_and_the_same_kills() {
        assertThat(Kill.plan(50, 7)).isEqualTo(Kill.plan(50, 7)).isNotEqualTo(Kill.plan(50, 8));
        assertThat(Kill.plan(200, 7)).extracting(Kill::moment).contains(Kill.Moment.values());
        for (int number = 0; number < 200; number++) {
            assertThat(LoadCall.of(7, number)).usingRecursiveComparison().isEqualTo(LoadCall.of(7, number));
        }
    }
}

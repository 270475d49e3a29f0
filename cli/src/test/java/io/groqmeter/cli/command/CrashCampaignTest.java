package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.proof.Campaign;
import io.groqmeter.proof.CampaignPlan;
import io.groqmeter.proof.CampaignReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A short campaign; {@code ./groqmeter crashtest --kills 200} is a long one, and docs/crash-campaign.md keeps what it printed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGKILL")
class CrashCampaignTest {

    @TempDir
    Path folder;

    @Test
    void a_gateway_that_is_killed_again_and_again_loses_nothing_and_counts_nothing_twice() throws Exception {
        List<String> moments = new ArrayList<>();
        CampaignPlan plan = new CampaignPlan(5, 30, 19, "process"); // a seed whose five kills are of every kind
        CampaignReport verdict = new Campaign(plan, folder, (number, moment, inFlight) -> moments.add(moment)).run();
        assertThat(verdict.lines()).allSatisfy(line -> assertThat(line.holds())
                .as("%s: %s, %s %s", line.what(), line.left(), line.right(), line.against())
                .isTrue());
        assertThat(moments).containsExactly("working", "working", "young", "young", "starting");
        assertThat(count(verdict, "delivered")).as("answers that arrived").isPositive();
        assertThat(count(verdict, "worst"))
                .as("calls that a kill left unsettled")
                .isPositive();
    }

    private static int count(CampaignReport verdict, String what) {
        return verdict.lines().stream()
                .filter(line -> line.what().equals(what))
                .mapToInt(line -> Integer.parseInt(line.left()))
                .sum();
    }
}

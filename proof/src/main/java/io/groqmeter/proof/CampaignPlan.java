package io.groqmeter.proof;

/**
 * The plan of a campaign. The same plan makes the same calls and the same kills at the same intervals; what the machine does in
 * between may differ.
 *
 * @param kills how often the gateway is killed
 * @param rate calls a second
 * @param seed the random seed
 * @param durability {@code process} or {@code power}, as {@code serve} takes it
 */
public record CampaignPlan(int kills, int rate, long seed, String durability) {

    public CampaignPlan {
        if (kills < 1 || kills > 100_000) {
            throw new IllegalArgumentException("--kills must be 1 to 100000, not " + kills);
        }
        if (rate < 1 || rate > 10_000) {
            throw new IllegalArgumentException("--rate must be 1 to 10000 calls a second, not " + rate);
        }
        if (!durability.equals("process") && !durability.equals("power")) {
            throw new IllegalArgumentException("--durability must be process or power, not '" + durability + "'");
        }
    }
}

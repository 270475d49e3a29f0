package io.groqmeter.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When a gateway dies.
 *
 * @param moment what it is doing then
 * @param answers how many whole answers it delivers first, so that it is not killed idle on a slow machine
 * @param millis after those answers; without any, after it started to listen, or for {@link Moment#STARTING} after its process started
 */
record Kill(Moment moment, int answers, int millis) {

    /** A phase of a gateway's life. */
    enum Moment {
        /** The process runs; it may be opening the books, repairing them, or just listening. */
        STARTING,
        /** It has started to listen, and all waiting clients connect at once. */
        YOUNG,
        /** It handles calls of every kind, in every state. */
        WORKING
    }

    /** That many random kills: most at work, some at the start, and some in bursts that leave no time to work. */
    static List<Kill> plan(int kills, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Kill> plan = new ArrayList<>();
        while (plan.size() < kills) {
            int chance = random.nextInt(100);
            if (chance < 10) {
                int burst = random.nextInt(2, 5);
                for (int i = 0; i < burst && plan.size() < kills; i++) {
                    plan.add(new Kill(Moment.YOUNG, 0, random.nextInt(60)));
                }
            } else if (chance < 25) {
                plan.add(new Kill(Moment.STARTING, 0, random.nextInt(30, 900)));
            } else {
                plan.add(new Kill(Moment.WORKING, random.nextInt(1, 60), random.nextInt(50)));
            }
        }
        return List.copyOf(plan);
    }
}

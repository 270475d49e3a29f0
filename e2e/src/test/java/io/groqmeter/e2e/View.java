package io.groqmeter.e2e;

import java.util.List;

/**
 * A view of the page.
 *
 * @param name of its pictures
 * @param place its address after {@code #/}; {@code {latest}} stands for the id of the latest answered chat
 * @param sign an element that exists once the view shows its numbers, with the {@link SampleBooks}
 */
record View(String name, String place, String sign) {

    static final List<View> ALL = List.of(
            new View("overview", "overview", ".tops .bar"),
            new View("year", "overview?range=12m", ".tops .bar"),
            new View("live", "live", ".feed.on"),
            new View("calls", "calls", "tbody tr"),
            new View("receipt", "calls/{latest}", ".charges tfoot"),
            new View("unsettled", "calls?unsettled=1", "tbody tr"),
            new View("budgets", "budgets", ".gauge"),
            new View("keys", "keys", ".caller-key"),
            new View("prices", "prices?model=openai/gpt-oss-120b", ".resolved .unit-prices"));

    /** Its address on that gateway; {@code latest} is the id of a call to open. */
    String address(String gateway, String latest) {
        return gateway + "/#/" + place.replace("{latest}", latest);
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.groqmeter.cli.doctor;

import io.groqmeter.cli.settings.Setting;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.UnpricedModel;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.Plural;
import java.time.Instant;
import java.util.List;

/** Checks the books for models without a price. */
final class UnpricedCheck {

    private final UsageStore books;
    private final PriceList prices;
    private final Instant now;

    UnpricedCheck(UsageStore books, PriceList prices, Instant now) {
        this.books = books;
        this.prices = prices;
        this.now = now;
    }

    /** A remark for each; none if the books cannot be read, which is reported elsewhere. */
    List<CheckResult> run() {
        try {
            return UnpricedModel.still(books, prices, now).stream()
                    .map(this::told)
                    .toList();
        } catch (UsageStoreException e) {
            return List.of();
        }
    }

    private CheckResult told(UnpricedModel found) {
        String calls = Plural.of(found.calls(), "call");
        boolean dearest = prices.unknownPrice() == UnknownPrice.DEAREST;
        return CheckResult.remark(
                "prices",
                "no price is known for "
                        + (found.model() == null ? "calls that name no model" : found.model()) + ": " + calls
                        + " counted as $" + Dollars.digits(found.counted()) + ", at the highest listed price $"
                        + Dollars.digits(found.dearest()) + "; give it a price in prices.json"
                        + (dearest ? "" : ", or set " + Setting.UNKNOWN_PRICE.env() + "=dearest for later calls"));
    }
}

package io.groqmeter.example;

import io.groqmeter.UsageMeter;
import io.groqmeter.report.Messages;
import io.groqmeter.report.SummaryText;
import java.util.Locale;

/** What an example shows at its end. */
public final class Printed {

    private Printed() {}

    /** What was used altogether. */
    public static void summary(UsageMeter meter) {
        meter.flush();
        SummaryText text = new SummaryText(Messages.beside(SummaryText.class, Locale.ENGLISH));
        System.out.print(text.of(meter.summaries().total()));
    }
}

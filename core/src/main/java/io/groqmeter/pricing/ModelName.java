package io.groqmeter.pricing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name without what providers and clients write around it: {@code openai/} and further prefixes, {@code :free} or
 * {@code @001} behind it, a date at its end, capitals, underscores.
 *
 * @param stem what remains
 * @param tag what stood behind a colon or an at-sign; empty when nothing did
 * @param date the digits of the date; empty when there is none
 */
record ModelName(String stem, String tag, String date) {

    private static final String MONTH = "(?:0[1-9]|1[0-2])";
    private static final String DAY = "(?:0[1-9]|[12]\\d|3[01])";
    private static final String SEPARATOR = "[-.]?";

    /** 2025-08-05, 20250805, 250805; 2025-08, 202508, 2508; 08-05, 0805. */
    private static final String DATE =
            "(?:20)?2\\d" + SEPARATOR + MONTH + "(?:" + SEPARATOR + DAY + ")?|" + MONTH + SEPARATOR + DAY;

    private static final Pattern DATED = Pattern.compile("(.+?)[-.](" + DATE + ")");
    private static final Pattern ALL_DATE = Pattern.compile(DATE);
    private static final Pattern VENDOR = Pattern.compile("[a-z]+\\.(?=[a-z])");

    static ModelName of(String written) {
        String name = written.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        name = name.substring(name.lastIndexOf('/') + 1).replace('@', ':');
        int colon = name.indexOf(':');
        String tag = colon < 0 ? "" : name.substring(colon + 1);
        String stem = colon < 0 ? name : name.substring(0, colon);
        String date = ALL_DATE.matcher(tag).matches() ? tag : "";
        Matcher dated = DATED.matcher(stem);
        if (dated.matches()) {
            stem = dated.group(1);
            date = dated.group(2);
        } else if (stem.endsWith("-latest")) {
            stem = stem.substring(0, stem.length() - "-latest".length());
        }
        Matcher vendor = VENDOR.matcher(stem);
        return new ModelName(vendor.lookingAt() ? stem.substring(vendor.end()) : stem, tag, date.replaceAll("\\D", ""));
    }

    /** Whether both are one model's name in two spellings. Different dates are different models. */
    static boolean same(String one, String other) {
        ModelName a = of(one);
        ModelName b = of(other);
        boolean stems = !a.stem.isEmpty() && (a.stem.equals(b.stem) || a.tag.equals(b.stem) || a.stem.equals(b.tag));
        boolean dates = a.date.isEmpty() || b.date.isEmpty() || a.date.endsWith(b.date) || b.date.endsWith(a.date);
        return stems && dates;
    }
}

package io.groqmeter.store;

/**
 * What somebody decided about the calls to come, as a small document: a budget, a caller's key, an alert's rule.
 *
 * @param kind what it is about
 * @param id names it among those of its kind; 1 to 300 characters
 * @param body what it says, usually JSON: up to 65,536 characters, which no store looks into
 */
public record Policy(PolicyKind kind, String id, String body) {

    private static final int LONGEST_ID = 300;
    private static final int LONGEST_BODY = 65_536;

    public Policy {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "a " + kind.label() + " needs an id of 1 to " + LONGEST_ID + " characters, not '" + id + "'");
        }
        if (body.length() > LONGEST_BODY) {
            throw new IllegalArgumentException("the " + kind.label() + " '" + id + "' says " + body.length()
                    + " characters, more than the " + LONGEST_BODY + " that are kept");
        }
    }
}

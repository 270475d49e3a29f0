package io.groqmeter.gateway;

/**
 * How the sockets that the process can have are shared out, so that none is missing where a call needs it: a client in a call needs a
 * second one, to Groq; the books and the JVM, which opens a file for many a class it loads, need some at any time.
 *
 * @param clients most clients connected at once
 * @param pooled most unused connections to Groq kept for later calls
 */
record ConnectionBudget(int clients, int pooled) {

    /** For the database's readers, the files beside the books, look-ups of names, and classes not loaded yet. */
    private static final long RESERVE = 40;

    /** What the gateway does with, even if it may then run short. */
    private static final int MIN_CLIENTS = 8;

    private static final int MAX_SOCKETS = 500_000;

    /** Two fifths for clients, as many for their calls, and the last fifth for connections kept between calls. */
    static ConnectionBudget of(FileDescriptors descriptors) {
        long sockets = descriptors.limit() - descriptors.open() - RESERVE;
        int fifth = (int) Math.min(MAX_SOCKETS, Math.max(MIN_CLIENTS / 2, sockets / 5));
        return new ConnectionBudget(2 * fifth, fifth);
    }

    /** What the process can have, or what somebody chose. */
    static ConnectionBudget of(int chosenClients) {
        return chosenClients > 0
                ? new ConnectionBudget(chosenClients, Math.max(1, chosenClients / 2))
                : FileDescriptors.ofThisProcess().map(ConnectionBudget::of).orElse(new ConnectionBudget(MAX_SOCKETS, MAX_SOCKETS));
    }
}

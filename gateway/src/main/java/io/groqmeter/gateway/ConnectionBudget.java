package io.groqmeter.gateway;

/**
 * How the process's file descriptors are shared out, so that none is missing where a call needs it: a client in a call needs a
 * second socket, to Groq; the store and the JVM, which opens files while it loads classes, need some at any time.
 *
 * @param clients maximum number of client connections
 * @param pooled maximum number of idle connections to Groq
 */
record ConnectionBudget(int clients, int pooled) {

    /** For database readers, journal files, DNS lookups and class loading. */
    private static final long RESERVE = 40;

    /** The minimum, even if the process may then run short. */
    private static final int MIN_CLIENTS = 8;

    private static final int MAX_SOCKETS = 500_000;

    /** Two fifths for clients, two for their calls, one for pooled connections. */
    static ConnectionBudget of(FileDescriptors descriptors) {
        long sockets = descriptors.limit() - descriptors.open() - RESERVE;
        int fifth = (int) Math.min(MAX_SOCKETS, Math.max(MIN_CLIENTS / 2, sockets / 5));
        return new ConnectionBudget(2 * fifth, fifth);
    }

    /** From the process's limit, unless a number of clients is configured. */
    static ConnectionBudget of(int chosenClients) {
        return chosenClients > 0
                ? new ConnectionBudget(chosenClients, Math.max(1, chosenClients / 2))
                : FileDescriptors.ofThisProcess()
                        .map(ConnectionBudget::of)
                        .orElse(new ConnectionBudget(MAX_SOCKETS, MAX_SOCKETS));
    }
}

package io.groqmeter.simulator.wire;

/** An answer, its delivery, and the callback for its end. */
public record Reply(Answer answer, Delivery delivery, Ending ending) {

    /** Called once per reply, on the connection's event loop. */
    public interface Ending {

        Ending IGNORED = how -> {};

        void ended(How how);
    }

    /** How the delivery of a reply ended. */
    public enum How {
        /** Every byte was handed to the network. */
        DELIVERED,
        /** The simulator broke the connection on demand. */
        CUT,
        /** The client went away first. */
        CLIENT_LEFT
    }
}

package io.groqmeter.simulator.wire;

/** An answer, the way it travels, and who wants to know how that ended. */
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

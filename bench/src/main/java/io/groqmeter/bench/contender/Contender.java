package io.groqmeter.bench.contender;

import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;

/** A program between clients and upstream. */
public interface Contender {

    /** Its name in options and files. */
    String word();

    /** Its name for people, with its special settings. */
    String title();

    /**
     * Which version runs here.
     *
     * @throws IOException if it cannot run here; the message says which step failed
     */
    String version() throws IOException, InterruptedException;

    /** Whether it can handle that workload at all. The peers and nginx have one process, so more cores are of no use to them. */
    default boolean carries(Workload workload) {
        return workload != Workload.JSON2;
    }

    /** Starts it in front of that upstream. */
    Running start(Site site) throws IOException, InterruptedException;
}

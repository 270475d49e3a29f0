package io.groqmeter.bench.contender;

import java.io.IOException;

/** A peer that could not be installed; the page says at which step. */
final class Absent implements Contender {

    private final Peers peers;
    private final String word;
    private final String title;

    Absent(Peers peers, String word, String title) {
        this.peers = peers;
        this.word = word;
        this.title = title;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String version() throws IOException {
        return peers.version(word);
    }

    @Override
    public Running start(Site site) throws IOException {
        throw new IOException("the bench does not know how to start " + title);
    }
}

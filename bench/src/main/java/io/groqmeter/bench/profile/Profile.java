package io.groqmeter.bench.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a profiled run found, as it is kept in a file.
 *
 * @param workload what was done meanwhile
 * @param commit which groqmeter
 * @param cpuMicros CPU of the gateway a call
 * @param samples how many samples were taken
 * @param shares of the samples, by owner, 0 to 1
 */
public record Profile(String workload, String commit, double cpuMicros, long samples, Map<String, Double> shares) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Sums up collapsed stacks. */
    static Profile of(String workload, String commit, double cpuMicros, List<String> stacks) {
        Map<Owner, Long> counts = new TreeMap<>();
        for (String line : stacks) {
            int space = line.lastIndexOf(' ');
            counts.merge(Owner.ofLine(line.substring(0, space)), Long.parseLong(line.substring(space + 1)), Long::sum);
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Double> shares = new TreeMap<>();
        counts.forEach((owner, count) -> shares.put(owner.title(), (double) count / all));
        return new Profile(workload, commit, cpuMicros, all, shares);
    }

    /** A Markdown table, the largest share first. */
    public String table() {
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(share -> "| %s | %.1f | %.0f %% |"
                        .formatted(share.getKey(), share.getValue() * cpuMicros, share.getValue() * 100))
                .collect(Collectors.joining("\n", "| who | µs a call | share |\n|---|---|---|\n", "\n"));
    }

    /** The one kept in that file; empty when there is none. */
    public static Optional<Profile> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Profile.class)) : Optional.empty();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }
}

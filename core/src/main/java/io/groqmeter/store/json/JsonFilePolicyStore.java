package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.groqmeter.store.Durability;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.JsonTree;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Keeps policies in a folder's {@code policies.json}. Each change writes the whole file anew beside the old one and puts it in its
 * place, under a lock that other processes respect; readers need none.
 */
public final class JsonFilePolicyStore implements PolicyStore {

    static final String NAME = "policies.json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Comparator<Policy> BY_KIND_AND_ID = Comparator.comparing(Policy::kind)
            .thenComparing(policy -> policy.id().codePoints().toArray(), Arrays::compare);

    private final Path file;

    private JsonFilePolicyStore(Path file) {
        this.file = file;
    }

    /**
     * Opens a folder's file, which is made by the first change.
     *
     * @throws UsageStoreException when there is one that cannot be read
     */
    public static JsonFilePolicyStore open(Path folder) {
        JsonFilePolicyStore store =
                new JsonFilePolicyStore(folder.toAbsolutePath().normalize().resolve(NAME));
        store.read();
        return store;
    }

    /** All that the file says. */
    private record Policies(Map<PolicyKind, Long> versions, List<Policy> policies) {

        /** The same without what the test picks and with that one more, a version later. */
        Policies changed(PolicyKind kind, Predicate<Policy> without, List<Policy> with) {
            Map<PolicyKind, Long> later = new EnumMap<>(PolicyKind.class);
            later.putAll(versions);
            later.merge(kind, 1L, Long::sum);
            List<Policy> all = new ArrayList<>(policies);
            all.removeIf(without);
            all.addAll(with);
            all.sort(BY_KIND_AND_ID);
            return new Policies(later, all);
        }
    }

    @Override
    public void put(Policy policy) {
        change(before -> true, policy.kind(), is(policy.kind(), policy.id()), List.of(policy));
    }

    @Override
    public boolean add(Policy policy) {
        Predicate<Policy> same = is(policy.kind(), policy.id());
        return change(before -> before.policies().stream().noneMatch(same), policy.kind(), same, List.of(policy));
    }

    @Override
    public boolean remove(PolicyKind kind, String id) {
        Predicate<Policy> same = is(kind, id);
        return change(before -> before.policies().stream().anyMatch(same), kind, same, List.of());
    }

    @Override
    public List<Policy> list(PolicyKind kind) {
        return read().policies().stream()
                .filter(policy -> policy.kind() == kind)
                .toList();
    }

    @Override
    public Optional<Policy> find(PolicyKind kind, String id) {
        return read().policies().stream().filter(is(kind, id)).findFirst();
    }

    @Override
    public long version(PolicyKind kind) {
        return read().versions().getOrDefault(kind, 0L);
    }

    private static Predicate<Policy> is(PolicyKind kind, String id) {
        return policy -> policy.kind() == kind && policy.id().equals(id);
    }

    private synchronized boolean change(
            Predicate<Policies> wanted, PolicyKind kind, Predicate<Policy> without, List<Policy> with) {
        try {
            OwnerOnly.folder(file.resolveSibling(""));
            try (FileChannel lock = lock()) {
                Policies before = read();
                if (!wanted.test(before)) {
                    return false;
                }
                write(before.changed(kind, without, with));
                return lock.isOpen();
            }
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot change " + file + ": " + e.getMessage() + "; check that its folder may be written to", e);
        }
    }

    /** The right to change the file; closing the channel gives it up, and so does the process's death. */
    private FileChannel lock() throws IOException {
        FileChannel channel = OwnerOnly.open(
                file.resolveSibling(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            if (taken(channel)) {
                return channel;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        channel.close();
        throw new UsageStoreException(
                "cannot change " + file + ": another process kept it locked for 10 s; end that process or try again");
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another store of this very process has it
        }
    }

    private void write(Policies policies) throws IOException {
        Map<String, Object> versions = new LinkedHashMap<>();
        policies.versions().forEach((kind, version) -> versions.put(kind.label(), version));
        StringBuilder text = new StringBuilder("{\"versions\": " + PythonJson.of(versions) + ", \"policies\": [");
        String separator = "\n";
        for (Policy policy : policies.policies()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", policy.kind().label());
            entry.put("id", policy.id());
            entry.put("body", policy.body());
            text.append(separator).append(PythonJson.of(entry));
            separator = ",\n";
        }
        WholeFile.replace(file, text.append("\n]}\n").toString(), Durability.POWER);
    }

    private Policies read() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Policies(Map.of(), List.of());
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + file + ": " + e.getMessage(), e);
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            return policies(JsonTree.object(json));
        } catch (IOException | RuntimeException e) {
            throw new UsageStoreException(
                    file + " cannot be understood (" + e.getMessage() + "); mend it, or move it away", e);
        }
    }

    private static Policies policies(Map<String, Object> file) {
        Map<PolicyKind, Long> versions = new EnumMap<>(PolicyKind.class);
        ((Map<?, ?>) file.getOrDefault("versions", Map.of()))
                .forEach((kind, version) ->
                        versions.put(kind(String.valueOf(kind)), Long.valueOf(String.valueOf(version))));
        List<Policy> policies = new ArrayList<>();
        for (Object entry : (List<?>) file.getOrDefault("policies", List.of())) {
            Map<?, ?> said = (Map<?, ?>) entry;
            policies.add(new Policy(
                    kind(String.valueOf(said.get("kind"))),
                    String.valueOf(said.get("id")),
                    String.valueOf(said.get("body"))));
        }
        return new Policies(versions, policies);
    }

    private static PolicyKind kind(String label) {
        return PolicyKind.ofLabel(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown kind of policy '" + label + "', perhaps of a newer groqmeter"));
    }

    @Override
    public void close() {}
}

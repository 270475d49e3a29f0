package io.groqmeter.store.journal;

import io.groqmeter.store.Durability;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of another that keeps calls itself, in a {@link CallJournal}, until the store behind has them: a call is opened and
 * settled in the calling thread, without a transaction. It leaves the journal when {@link #append} has brought its record, or its
 * reason to be unsettled, into the store behind.
 *
 * <p>Where the journal cannot take a call, the store behind gets it. Sums and lists are those of the
 * store behind. A call may stand in
 * both for a moment; it is listed once.
 */
public final class JournalingUsageStore extends ForwardingUsageStore {

    private static final Comparator<OpenCall> EARLIEST_FIRST =
            Comparator.comparing(OpenCall::startedAt).thenComparing(OpenCall::id);

    private final @Nullable CallJournal journal;
    private volatile Set<String> settling = Set.of();

    private JournalingUsageStore(UsageStore store, @Nullable CallJournal journal) {
        super(store);
        this.journal = journal;
    }

    /**
     * Puts a journal in front of a store, and the calls it holds from an earlier process into the store. Closing this closes the store.
     *
     * @param folder where the journal lies; one process at a time may use it so
     * @param durability with {@code POWER} no call goes to the journal: a group commit of the store flushes once for what is
     *     opened and settled together
     * @param owner whose the journal is; told when the one found is damaged. That is kept aside then, and what is sound of it taken in
     * @throws UsageStoreException when the journal cannot be opened, or the store takes nothing
     */
    public static JournalingUsageStore before(
            UsageStore store, Path folder, Durability durability, JournalOwner owner) {
        JournalSnapshot.left(folder, owner).into(store, folder);
        CallJournal.delete(folder);
        return new JournalingUsageStore(
                store, durability == Durability.PROCESS ? CallJournal.create(folder, owner.mark()) : null);
    }

    /** The same for whoever keeps one installation only. */
    public static JournalingUsageStore before(UsageStore store, Path folder, Durability durability) {
        return before(store, folder, durability, JournalOwner.anybody());
    }

    /** The calls of a journal and its store that no process carries any more and that have neither a record nor a reason. */
    static List<OpenCall> left(List<OpenCall> open, UsageStore store) {
        return merged(unrecorded(open, id -> true, store), id -> false, store).stream()
                .filter(call -> call.unsettled() == null)
                .toList();
    }

    /** A store together with the open calls in a folder's journal, whichever process writes that or has left it. */
    public static UsageStore beside(UsageStore store, Path folder, JournalOwner owner) {
        return new ForwardingUsageStore(store) {
            @Override
            public List<OpenCall> openCalls() {
                CallJournal.Contents contents = CallJournal.read(folder, owner);
                Set<String> settled =
                        contents.settled().stream().map(UsageRecord::id).collect(Collectors.toSet());
                return merged(unrecorded(contents.open(), id -> true, store()), settled::contains, store());
            }
        };
    }

    /**
     * The records in a folder's journal: those its process has settled lately, or had when it died. The store may have any of them.
     *
     * @throws UsageStoreException when the journal cannot be read
     */
    public static List<UsageRecord> settled(Path folder, JournalOwner owner) {
        return CallJournal.read(folder, owner).settled();
    }

    /**
     * Those that a store does not have.
     *
     * @throws UsageStoreException when the journal or the store cannot be read
     */
    public static List<UsageRecord> unwritten(UsageStore store, Path folder, JournalOwner owner) {
        return settled(folder, owner).stream()
                .filter(record -> store.find(record.id()).isEmpty())
                .toList();
    }

    @Override
    public boolean tryOpen(OpenCall call) {
        return journal != null && call.unsettled() == null && journal.open(call);
    }

    @Override
    public boolean trySettle(UsageRecord record) {
        return journal != null && journal.settle(record);
    }

    @Override
    public int append(UsageBatch batch) {
        if (journal == null) {
            return store().append(batch);
        }
        settling = batch.settled().stream().map(UsageRecord::id).collect(Collectors.toUnmodifiableSet());
        int added = store().append(batch);
        batch.opened().forEach(call -> journal.removeOpen(call.id()));
        batch.settled().forEach(record -> journal.remove(record.id()));
        settling = Set.of();
        return added;
    }

    /** The record of that id, also one that is only in the journal. */
    @Override
    public Optional<UsageRecord> find(String id) {
        Optional<UsageRecord> kept = journal == null ? Optional.empty() : journal.find(id);
        return store().find(id).or(() -> kept);
    }

    @Override
    public List<OpenCall> openCalls() {
        if (journal == null) {
            return store().openCalls();
        }
        Set<String> settled = journal.settled();
        return merged(unrecorded(journal.calls(), settling::contains, store()), settled::contains, store());
    }

    /**
     * The calls of a journal that have no record.
     *
     * @param doubtful whether the call of an id may have one by now
     */
    private static List<OpenCall> unrecorded(List<OpenCall> calls, Predicate<String> doubtful, UsageStore store) {
        return calls.stream()
                .filter(call ->
                        !(doubtful.test(call.id()) && store.find(call.id()).isPresent()))
                .toList();
    }

    /**
     * The open calls of a journal and of the store behind it, each once, earliest start first.
     *
     * @param settled whether the journal has the record of an id
     */
    private static List<OpenCall> merged(List<OpenCall> journal, Predicate<String> settled, UsageStore store) {
        Map<String, OpenCall> calls = new HashMap<>();
        journal.forEach(call -> calls.put(call.id(), call));
        for (OpenCall call : store.openCalls()) {
            // Only the store knows that a call is unsettled; else what the journal says is newer.
            if (!settled.test(call.id()) && (call.unsettled() != null || !calls.containsKey(call.id()))) {
                calls.put(call.id(), call);
            }
        }
        return calls.values().stream().sorted(EARLIEST_FIRST).toList();
    }

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
        store().close();
    }
}

package io.groqmeter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.Estimate;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.groq.WorstCase;
import io.groqmeter.groq.audio.AudioMeter;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.json.SeedImport;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.Consumer;

/** What reads bytes of others: wire, forms, sound, price files, the JSON files. Throws only what a reader must never throw. */
enum Target {
    ANSWER(50) {
        @Override
        void read(byte[] bytes, Random random, Path folder) {
            Endpoint endpoint = ENDPOINTS[random.nextInt(ENDPOINTS.length)];
            AnswerReader reader = GroqWire.answer(endpoint, RequestSummary.nothing(), 200, "text/event-stream");
            inPieces(bytes, random, reader::read);
            AnswerSummary answer = reader.answer();
            Estimate.of(endpoint, RequestSummary.nothing(), answer);
        }
    },
    REQUEST(10) {
        @Override
        void read(byte[] bytes, Random random, Path folder) {
            ask(bytes, random, "application/json");
        }
    },
    FORM(10) {
        @Override
        void read(byte[] bytes, Random random, Path folder) {
            ask(bytes, random, "multipart/form-data; boundary=b");
        }
    },
    AUDIO(10) {
        @Override
        void read(byte[] bytes, Random random, Path folder) {
            AudioMeter meter = new AudioMeter();
            inPieces(bytes, random, piece -> meter.read(piece));
            meter.duration();
        }
    },
    PRICES(10) {
        @Override
        void read(byte[] bytes, Random random, Path folder) throws IOException {
            Files.write(folder.resolve(LivePrices.FILE), bytes);
            LivePrices prices = new LivePrices(folder, InstantSource.system());
            prices.problem();
            prices.get().resolve("openai/gpt-oss-20b", InstantSource.system().instant());
        }
    },
    IMPORT(7) {
        @Override
        void read(byte[] bytes, Random random, Path folder) throws IOException {
            Path file = Files.write(folder.resolve("import.json"), bytes);
            try (UsageStore store = new InMemoryUsageStore(UTC)) {
                new SeedImport(store).file(file);
                store.rollup(RollupQuery.of(Window.always()));
            } catch (UsageStoreException told) {
                // A file that is refused is refused in one line.
            }
        }
    },
    STORE(3) {
        @Override
        void read(byte[] bytes, Random random, Path folder) throws IOException {
            Path books = Files.createDirectories(folder.resolve("books"));
            Files.write(books.resolve("usage_log.json"), bytes);
            Files.deleteIfExists(books.resolve("daily_stats.json"));
            try (UsageStore store = JsonFileUsageStore.open(books, UTC, Durability.PROCESS)) {
                store.after(0, 100);
                store.rollup(RollupQuery.of(Window.always()));
            } catch (UsageStoreException told) {
                // As above.
            }
        }
    };

    private static final Endpoint[] ENDPOINTS = Endpoint.values();
    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);

    /** Its share of all inputs, in per cent. */
    private final int share;

    Target(int share) {
        this.share = share;
    }

    /** Reads the bytes to their end and asks for everything that can be asked. */
    abstract void read(byte[] bytes, Random random, Path folder) throws IOException;

    /** One of them, by its share. */
    static Target any(Random random) {
        int left = random.nextInt(100);
        for (Target target : values()) {
            left -= target.share;
            if (left < 0) {
                return target;
            }
        }
        throw new IllegalStateException("the shares are not 100 per cent");
    }

    private static void ask(byte[] bytes, Random random, String type) {
        Endpoint endpoint = ENDPOINTS[random.nextInt(ENDPOINTS.length)];
        RequestReader reader = GroqWire.request(endpoint, type);
        inPieces(bytes, random, reader::read);
        WorstCase.usage(endpoint, reader.summary());
    }

    /** Whole, or in pieces that split characters, line ends and numbers. */
    private static void inPieces(byte[] bytes, Random random, Consumer<ByteBuffer> reader) {
        int longest = random.nextBoolean() ? bytes.length : 1 + random.nextInt(64);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, bytes.length > 65_536 ? 65_536 : 1 + random.nextInt(longest));
            reader.accept(ByteBuffer.wrap(bytes, at, length));
            at += length;
        }
    }

    /** Text as sound bytes of this kind begin. */
    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}

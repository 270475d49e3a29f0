package io.groqmeter.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The cost of a recorded answer, computed independently: from the table of Groq's published prices, without the gateway's code, so
 * that both agree only if they are right.
 */
final class PublishedPrices {

    private static final BigDecimal MILLION = new BigDecimal(1_000_000);
    /** Groq's page of spring 2025 listed 25 % off, as the file says; 50 % came in June. */
    private static final LocalDate HALF = LocalDate.parse("2025-06-01");

    private static final Set<String> SOLD_IN_BATCHES = Set.of("openai/gpt-oss-120b", "openai/gpt-oss-20b");
    private static final Row UNKNOWN = new Row(
            "",
            new BigDecimal("0.50"),
            new BigDecimal("0.50"),
            new BigDecimal("0.50"),
            LocalDate.MIN,
            LocalDate.MAX,
            false);
    /** Dollars per thousand, by the tool's name in Compound's answers. */
    private static final Map<String, BigDecimal> TOOLS = Map.of("search", new BigDecimal(8), "visit", BigDecimal.ONE);

    private record Row(
            String model,
            BigDecimal input,
            BigDecimal cached,
            BigDecimal output,
            LocalDate from,
            LocalDate to,
            boolean onSale) {}

    /** Uncached input only. */
    private record Cost(BigDecimal input, BigDecimal cached, BigDecimal output) {
        BigDecimal sum() {
            return input.add(cached).add(output);
        }

        Cost dearest(Cost other) {
            return new Cost(input.max(other.input), cached.max(other.cached), output.max(other.output));
        }
    }

    private final List<Row> rows = new ArrayList<>();

    static PublishedPrices read() throws IOException {
        PublishedPrices prices = new PublishedPrices();
        List<String> lines = Files.readAllLines(RecordedExchange.shared("prices.csv"));
        List<String> names = cells(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            prices.add(names, cells(line));
        }
        return prices;
    }

    private void add(List<String> names, List<String> cells) {
        String input = cells.get(names.indexOf("input_per_m"));
        if (input.isEmpty()) {
            return;
        }
        String cached = cells.get(names.indexOf("cached_input_per_m"));
        String from = cells.get(names.indexOf("effective_from"));
        String to = cells.get(names.indexOf("effective_to"));
        rows.add(new Row(
                cells.get(names.indexOf("model_id")),
                new BigDecimal(input),
                new BigDecimal(cached.isEmpty() ? input : cached),
                new BigDecimal(cells.get(names.indexOf("output_per_m"))),
                from.isEmpty() ? LocalDate.MIN : LocalDate.parse(from),
                to.isEmpty() ? LocalDate.MAX : LocalDate.parse(to),
                List.of("production", "preview").contains(cells.get(names.indexOf("status_2026_11")))));
    }

    /** The cells of a CSV line; quoted cells may contain commas. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char next : line.toCharArray()) {
            if (next == '"') {
                quoted = !quoted;
            } else if (next == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(next);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** Dollars at twelve decimals for an answer on that day; nothing for one without usage. */
    BigDecimal cost(RecordedExchange exchange, LocalDate day) {
        if (!exchange.usageTold()) {
            return rounded(BigDecimal.ZERO);
        }
        JsonNode whole = exchange.json().path("expected_usage");
        List<JsonNode> parts = new ArrayList<>();
        exchange.extra("usage_breakdown").forEach(parts::add);
        BigDecimal cost = BigDecimal.ZERO;
        for (JsonNode tool : exchange.extra("executed_tools")) {
            BigDecimal thousand =
                    Objects.requireNonNull(TOOLS.get(tool.path("type").asText()), "a new tool");
            cost = cost.add(thousand.divide(new BigDecimal(1000)));
        }
        if (parts.isEmpty()) {
            boolean batch = "batch".equals(exchange.extraText("service_tier"));
            return rounded(cost.add(cost(exchange.extra("response_model").asText(), whole, day, batch)
                    .sum()));
        }
        if (exchange.streamed()) {
            Cost dearest = new Cost(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
            for (JsonNode part : parts) {
                dearest = dearest.dearest(cost(part.path("model").asText(), whole, day, false));
            }
            return rounded(cost.add(dearest.sum()));
        }
        for (JsonNode part : parts) {
            cost = cost.add(cost(part.path("model").asText(), part.path("usage"), day, false)
                    .sum());
        }
        return rounded(cost);
    }

    /** Dollars for a line of a batch's output file. */
    BigDecimal batchLine(String model, JsonNode usage, LocalDate day) {
        return rounded(cost(model, usage, day, true).sum());
    }

    private Cost cost(String model, JsonNode usage, LocalDate day, boolean batch) {
        Row row = row(model, day);
        BigDecimal cached = usage.path("cached_tokens").decimalValue();
        Cost full = new Cost(
                usage.path("prompt_tokens")
                        .decimalValue()
                        .subtract(cached)
                        .multiply(row.input)
                        .divide(MILLION),
                cached.multiply(batch ? row.input : row.cached).divide(MILLION),
                usage.path("completion_tokens")
                        .decimalValue()
                        .multiply(row.output)
                        .divide(MILLION));
        BigDecimal share = batch ? batchShare(row, day) : BigDecimal.ONE;
        return new Cost(full.input.multiply(share), full.cached.multiply(share), full.output.multiply(share));
    }

    /** The factor for a price in a batch. */
    private static BigDecimal batchShare(Row row, LocalDate day) {
        if (day.isBefore(HALF)) {
            return new BigDecimal("0.75");
        }
        return row.onSale && !SOLD_IN_BATCHES.contains(row.model) ? BigDecimal.ONE : new BigDecimal("0.5");
    }

    /** The row valid that day, else the model's last. */
    private Row row(String model, LocalDate day) {
        Row last = UNKNOWN;
        for (Row row : rows) {
            if (row.model.equals(model)) {
                if (!day.isBefore(row.from) && !day.isAfter(row.to)) {
                    return row;
                }
                last = row;
            }
        }
        return last;
    }

    private static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(12, RoundingMode.HALF_EVEN);
    }
}

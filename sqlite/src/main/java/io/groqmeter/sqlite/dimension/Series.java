package io.groqmeter.sqlite.dimension;

import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A combination of labels that calls share and rollups are grouped by: a row of the table {@code series}.
 *
 * @param endpoint the endpoint's label
 * @param usageBasis the usage basis' label
 * @param priceBasis the price basis' label
 * @param status Groq's HTTP status; 0 when no answer came
 */
public record Series(
        String endpoint,
        @Nullable String requestModel,
        @Nullable String responseModel,
        @Nullable String serviceTier,
        @Nullable String callerKey,
        @Nullable String project,
        @Nullable String endUser,
        String usageBasis,
        String priceBasis,
        int status) {

    public static final String INSERT = """
            insert into series (endpoint, request_model, response_model, service_tier, caller_key, project, end_user,
              usage_basis, price_basis, status)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            returning id""";

    public static final String FIND = """
            select id from series
            where endpoint = ? and request_model is ? and response_model is ? and service_tier is ? and caller_key is ?
              and project is ? and end_user is ? and usage_basis = ? and price_basis = ?
              and status = ?""";

    public static final String SELECT = """
            select endpoint, request_model, response_model, service_tier, caller_key, project, end_user, usage_basis,
              price_basis, status
            from series
            where id = ?""";

    /** Reads a row of {@link #SELECT}. */
    public static Series read(ColumnReader columns) throws SQLException {
        return new Series(
                columns.text(),
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                columns.text(),
                columns.text(),
                (int) columns.number());
    }

    /** The series a record belongs to. */
    public static Series of(UsageRecord record) {
        Call call = record.call();
        Attribution attribution = record.attribution();
        return new Series(
                call.endpoint().label(),
                call.requestModel(),
                call.responseModel(),
                call.serviceTier(),
                attribution.key(),
                attribution.project(),
                attribution.user(),
                record.usage().basis().label(),
                record.rated().basis().label(),
                call.status());
    }

    /** The billed model; null when no model is known. */
    @Nullable
    public String model() {
        return responseModel != null ? responseModel : requestModel;
    }

    /** The values of all dimensions but time; a dimension without one is missing. */
    Map<Dimension, String> labels() {
        Map<Dimension, String> labels = new EnumMap<>(Dimension.class);
        put(labels, Dimension.MODEL, model());
        put(labels, Dimension.KEY, callerKey);
        put(labels, Dimension.PROJECT, project);
        put(labels, Dimension.USER, endUser);
        put(labels, Dimension.ENDPOINT, endpoint);
        put(labels, Dimension.USAGE_BASIS, usageBasis);
        put(labels, Dimension.PRICE_BASIS, priceBasis);
        put(labels, Dimension.STATUS, Integer.toString(status));
        return labels;
    }

    private static void put(Map<Dimension, String> labels, Dimension dimension, @Nullable String label) {
        if (label != null) {
            labels.put(dimension, label);
        }
    }

    /** Binds {@link #INSERT} or {@link #FIND}. */
    public void bind(PreparedStatement statement) throws SQLException {
        new StatementParameters(statement)
                .add(endpoint)
                .add(requestModel)
                .add(responseModel)
                .add(serviceTier)
                .add(callerKey)
                .add(project)
                .add(endUser)
                .add(usageBasis)
                .add(priceBasis)
                .add(status);
    }

    /**
     * SQL conditions, each after an {@code and}, that these dimensions have given values; the values are parameters, in order.
     */
    public static String conditions(Collection<Dimension> only) {
        return only.stream()
                .map(dimension -> " and " + column(dimension) + " = ?")
                .collect(Collectors.joining());
    }

    /** The column of a dimension, in the tables {@code series} and {@code slice}. */
    static String column(Dimension dimension) {
        return switch (dimension) {
            case MODEL -> "s.model";
            case KEY -> "s.caller_key";
            case PROJECT -> "s.project";
            case USER -> "s.end_user";
            case ENDPOINT -> "s.endpoint";
            case USAGE_BASIS -> "s.usage_basis";
            case PRICE_BASIS -> "s.price_basis";
            case STATUS -> "s.status";
            case HOUR, DAY, MONTH -> throw new IllegalArgumentException("a series has no " + dimension.label());
        };
    }
}

package io.groqmeter.budget;

import io.groqmeter.store.UsageRecord;
import java.util.Set;

/**
 * The cost of a settled call, as budgets count it.
 *
 * @param models the names its model goes by
 */
record Spend(UsageRecord record, Set<String> models) {}

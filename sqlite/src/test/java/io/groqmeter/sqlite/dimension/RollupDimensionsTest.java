package io.groqmeter.sqlite.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollupDimensionsTest {

    @Test
    void a_query_is_answered_from_the_fewest_labels_that_have_all_its_dimensions() {
        assertThat(RollupDimensions.covering(List.of(), Grain.DAY)).isEqualTo(RollupDimensions.EVERYTHING);
        assertThat(RollupDimensions.covering(List.of(), Grain.HOUR)).isEqualTo(RollupDimensions.MODEL);
        assertThat(RollupDimensions.covering(List.of(Dimension.USER), Grain.DAY))
                .isEqualTo(RollupDimensions.USER);
        assertThat(RollupDimensions.covering(List.of(Dimension.USER), Grain.HOUR))
                .isEqualTo(RollupDimensions.SERIES);
        assertThat(RollupDimensions.covering(List.of(Dimension.STATUS, Dimension.USAGE_BASIS), Grain.HOUR))
                .isEqualTo(RollupDimensions.KIND);
        assertThat(RollupDimensions.covering(List.of(Dimension.MODEL, Dimension.KEY), Grain.ALL))
                .isEqualTo(RollupDimensions.SERIES);
    }
}

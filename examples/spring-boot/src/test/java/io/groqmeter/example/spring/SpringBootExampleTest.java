package io.groqmeter.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.example.Groq;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageSums;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class SpringBootExampleTest {

    @Test
    void its_books_agree_with_groqs() throws IOException {
        GroqSimulator simulator = GroqSimulator.start(SimulatorConfig.local());
        try (Groq groq = Groq.at(simulator);
                ConfigurableApplicationContext context = SpringBootExample.start(groq)) {
            SpringBootExample.run(context);
            UsageMeter meter = context.getBean(UsageMeter.class);
            meter.flush();
            UsageSums ours = meter.summaries().total().sums();
            assertThat(ours.calls()).isEqualTo(2);
            assertThat(ours.cost())
                    .isPositive()
                    .isEqualByComparingTo(simulator.books().total().cost());
        }
    }
}

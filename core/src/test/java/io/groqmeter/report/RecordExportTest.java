package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.report.format.RecordCsv;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordExportTest {

    private static final Instant START = Instant.parse("2026-11-22T10:30:00.123Z");

    @Test
    void a_record_is_one_line_under_its_header() {
        assertThat(RecordCsv.header())
                .startsWith("id,started_at,request_id,")
                .endsWith(",cost_usd,price_basis,priced_as\r\n");
        assertThat(RecordCsv.line(chat("acme")))
                .isEqualTo(
                        "r1,2026-11-22T10:30:00.123Z,chat_1,1,chat/completions,openai/gpt-oss-20b,openai/gpt-oss-20b,"
                                + "chatcmpl-1,on_demand,true,200,completed,,acme,,\"a=1,b=2\",measured,1500,256,800,,,,,"
                                + "browser.search=2,0.000139,list,\r\n");
    }

    @Test
    void header_and_lines_have_the_same_number_of_fields() {
        assertThat(RecordCsv.line(new UsageRecord(
                                "r2", START, Call.chat("m"), Attribution.none(), RatedUsage.free(Usage.unknown())))
                        .split(",", -1))
                .hasSameSizeAs(RecordCsv.header().split(",", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            =1+1            | '=1+1
            +49             | '+49
            -2              | '-2
            @SUM(A1)        | '@SUM(A1)
            ＝1+1           | '＝1+1
            =HYPERLINK("x") | "'=HYPERLINK(""x"")"
            a,b             | "a,b"
            say "hi"        | "say ""hi""\"
            plain           | plain
            """)
    void a_text_is_never_run_as_a_formula(String project, String field) {
        assertThat(RecordCsv.line(chat(project))).contains(",completed,," + field + ",,");
    }

    @Test
    void as_json_everything_known_is_told_and_the_unknown_is_null() throws IOException {
        assertThat(json(chat("acme")))
                .contains("\"cost_usd\":\"0.000139\"")
                .contains("\"input_tokens\":1500,\"cache_read_input_tokens\":256,\"output_tokens\":800")
                .contains("\"reasoning_output_tokens\":null,\"audio_seconds\":null")
                .contains("\"tools\":{\"browser.search\":2}")
                .contains(
                        "{\"what\":\"input\",\"model\":\"openai/gpt-oss-20b\",\"quantity\":1244,"
                                + "\"unit_price_usd\":\"0.075\",\"unit\":\"1M tokens\",\"unit_size\":1000000,\"amount_usd\":\"0.0000933\"}")
                .contains("\"seconds\":{\"queue\":null,\"prompt\":null,\"completion\":null,\"first_byte\":null,"
                        + "\"total\":1.5}");
    }

    @Test
    void audio_keeps_every_digit_of_its_seconds() throws IOException {
        Usage audio = Usage.builder(UsageBasis.MEASURED)
                .audio(Duration.ofSeconds(36, 712_501_248))
                .build();
        UsageRecord record =
                new UsageRecord("r3", START, Call.chat("whisper"), Attribution.none(), RatedUsage.free(audio));
        assertThat(json(record)).contains("\"audio_seconds\":36.712501,\"billed_audio_seconds\":37");
        assertThat(RecordCsv.line(record)).contains(",36.712501,37,");
    }

    private static String json(UsageRecord record) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            UsageRecordJson.write(json, record);
        }
        return text.toString();
    }

    private static UsageRecord chat(String project) {
        String model = "openai/gpt-oss-20b";
        Timings timings = Timings.unknown().seen(Optional.empty(), Duration.ofMillis(1500));
        Call call =
                new Call(Endpoint.CHAT, model, model, "on_demand", "chatcmpl-1", true, 200, Outcome.COMPLETED, timings);
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(1500)
                .cacheReadInputTokens(256)
                .outputTokens(800)
                .tools(List.of(new ToolUse("browser.search", 2)))
                .build();
        Charge input = new Charge("input", model, 1244, new BigDecimal("0.075"), PricingUnit.MILLION_TOKENS);
        RatedUsage rated = new RatedUsage(usage, new BigDecimal("0.000139"), PriceBasis.LIST, List.of(input));
        Map<String, String> tags = project.equals("acme") ? Map.of("b", "2", "a", "1") : Map.of();
        return new UsageRecord("r1", START, call, new Attribution(null, project, null, tags), rated, "chat_1", 1);
    }
}

package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The application's bill of materials (SBOM) lists what it ships. */
class BillOfMaterialsTest {

    private static final Path APPLICATION = Path.of("..", "cli", "target");

    @Test
    void it_names_every_library_that_the_application_ships_and_none_of_the_tests() throws IOException {
        assumeTrue(Files.exists(APPLICATION.resolve("bom.json")), "the application is not packaged");
        JsonNode bill =
                new ObjectMapper().readTree(APPLICATION.resolve("bom.json").toFile());
        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("groqmeter-cli");
        List<String> named = StreamSupport.stream(bill.get("components").spliterator(), false)
                .map(part ->
                        part.get("name").asText() + "-" + part.get("version").asText())
                .toList();
        try (Stream<Path> jars = Files.list(APPLICATION.resolve("lib"))) {
            TreeSet<String> shipped = new TreeSet<>(
                    jars.map(jar -> jar.getFileName().toString().replaceFirst("(-linux-\\w+)?\\.jar$", ""))
                            .toList());
            assertThat(shipped).isNotEmpty();
            assertThat(named).containsAll(shipped);
        }
        assertThat(named).noneMatch(name -> name.startsWith("junit") || name.startsWith("assertj"));
    }
}

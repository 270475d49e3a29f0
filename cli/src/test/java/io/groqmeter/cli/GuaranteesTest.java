package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/guarantees.md to its word that tests hold it. */
class GuaranteesTest {

    private static final Path PAGE = Path.of("..", "docs", "guarantees.md");
    private static final Pattern NAMED = Pattern.compile("\\[`(\\w+)\\.(\\w+)`]\\(([^)]+)\\)");

    @Test
    void every_test_that_is_named_exists() throws IOException {
        List<MatchResult> named =
                NAMED.matcher(Files.readString(PAGE)).results().toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (MatchResult test : named) {
            Path file = PAGE.resolveSibling(test.group(3)).normalize();
            assertThat(file).hasFileName(test.group(1) + ".java").exists();
            assertThat(Files.readString(file)).as(file.toString()).contains(" " + test.group(2) + "(");
        }
    }

    @Test
    void every_promise_names_a_test() throws IOException {
        String promises = Files.readString(PAGE).split("## What is not promised")[0];
        List<String> lines =
                promises.lines().filter(line -> line.startsWith("- ")).toList();
        assertThat(lines).hasSizeGreaterThan(20).allMatch(line -> NAMED.matcher(line)
                .find());
    }
}

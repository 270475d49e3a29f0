package io.groqmeter.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendoredTest {

    @ParameterizedTest
    @CsvSource({
        "uPlot.iife.min.js, 19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
        "uPlot.min.css, df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
        "LICENSE, 8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"
    })
    void what_others_wrote_is_as_its_package_had_it(String file, String digest) throws Exception {
        try (InputStream content = PageFiles.class.getResourceAsStream("vendor/uplot-1.6.32/" + file)) {
            byte[] found = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
            assertThat(HexFormat.of().formatHex(found)).isEqualTo(digest);
        }
    }
}

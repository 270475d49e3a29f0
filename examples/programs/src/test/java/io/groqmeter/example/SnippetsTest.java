package io.groqmeter.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java shown in integrations/README.md and in Javadoc compiles. */
class SnippetsTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final Pattern JAVADOC = Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\}</pre>");

    /** What a reader's IDE would import. */
    private static final String IMPORTS = """
            import static io.groqmeter.usage.Attribution.*;
            import com.openai.client.*;
            import com.openai.client.okhttp.*;
            import com.openai.models.chat.completions.*;
            import dev.langchain4j.http.client.jdk.*;
            import dev.langchain4j.model.chat.*;
            import dev.langchain4j.model.openai.*;
            import io.groqmeter.*;
            import io.groqmeter.budget.*;
            import io.groqmeter.integration.*;
            import io.groqmeter.sqlite.*;
            import io.groqmeter.jdkhttp.*;
            import io.groqmeter.langchain4j.MeteringHttpClientBuilder;
            import io.groqmeter.okhttp.*;
            import io.groqmeter.store.*;
            import io.groqmeter.usage.*;
            import java.net.*;
            import java.net.http.HttpClient;
            import java.nio.file.*;
            import java.time.*;
            import java.util.concurrent.*;
            import okhttp3.EventListener;
            import okhttp3.OkHttpClient;
            """;

    @TempDir
    Path classes;

    @Test
    void every_snippet_compiles() throws IOException {
        List<String> snippets = new ArrayList<>();
        find(BLOCK, ROOT.resolve("integrations/README.md"), snippets);
        assertThat(snippets).hasSizeGreaterThan(5);
        for (String module : List.of("core", "integrations")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module))) {
                for (Path source : sources.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> each.toString().contains("main"))
                        .toList()) {
                    find(JAVADOC, source, snippets);
                }
            }
        }
        assertThat(complaints(snippets)).isEmpty();
    }

    private static void find(Pattern pattern, Path file, List<String> into) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            into.add(matcher.group(1).replaceAll("(?m)^ *\\* ?", ""));
        }
    }

    private String complaints(List<String> snippets) {
        List<JavaFileObject> files = new ArrayList<>();
        for (String snippet : snippets) {
            files.add(file("Snippet" + files.size(), snippet));
        }
        StringWriter complaints = new StringWriter();
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        complaints, null, null, List.of("-proc:none", "-nowarn", "-d", classes.toString()), null, files)
                .call();
        return complaints.toString();
    }

    private static JavaFileObject file(String name, String snippet) {
        boolean needsMeter = !snippet.contains("UsageMeter meter =");
        String source = IMPORTS + "class " + name + " { static void run(" + (needsMeter ? "UsageMeter meter" : "")
                + ") throws Exception {\n" + snippet + "\n} }\n";
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}

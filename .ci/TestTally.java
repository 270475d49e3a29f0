import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Adds up what JUnit reports and names every skipped test with its reason; {@code ./test} runs it as a single source file.
 *
 * <p>Arguments: {@code strict} or {@code lenient}, the file of allowed skips, then Open Test Reporting files (JUnit's own; Surefire's
 * reports say nothing of a class or a test factory that an assumption skips). Exits with 1 if no test ran, if one failed, or,
 * when strict, if one was skipped that the file does not allow.
 */
final class TestTally {

    private record Skip(String test, String reason) {

        /** What tests say that read what lies beside the repository; they have nothing to read in a clone by itself. */
        boolean forWantOfFacts() {
            return reason.startsWith("not part of the repository: ");
        }
    }

    private int passed;
    private int failed;
    private final List<Skip> skips = new ArrayList<>();

    public static void main(String[] args) throws IOException, ParserConfigurationException {
        boolean strict = args[0].equals("strict");
        Map<String, String> allowed = readAllowed(Path.of(args[1]));
        TestTally tally = new TestTally();
        for (String report : List.of(args).subList(2, args.length)) {
            try {
                tally.add(Path.of(report));
            } catch (SAXException e) {
                System.out.println("A test JVM died before its report was whole: " + report);
                tally.failed++;
            }
        }
        boolean unlisted = tally.printSkips(allowed);
        if (unlisted) {
            System.out.println((strict ? "Refused: " : "CI will refuse: ") + "a skip must be listed, with its reason, in " + args[1] + ".");
        }
        if (tally.passed + tally.failed == 0) {
            System.out.println("No test ran.");
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", tally.passed, tally.failed, tally.skips.size());
        System.exit(tally.passed == 0 || tally.failed > 0 || (unlisted && strict) ? 1 : 0);
    }

    /** Lines of {@code ClassName.method — reason}; {@code *} as the method stands for the whole class, {@code #} begins a comment. */
    private static Map<String, String> readAllowed(Path file) throws IOException {
        Map<String, String> allowed = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" — ", 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                System.out.printf("%s: \"%s\" gives no reason; write \"ClassName.method — reason\".%n", file, line);
                System.exit(1);
            }
            allowed.put(parts[0].strip(), parts[1].strip());
        }
        return allowed;
    }

    /** A class or a factory counts only where it ended its tests before they began: failed or skipped as one. */
    private void add(Path report) throws IOException, ParserConfigurationException, SAXException {
        Element events = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        Map<String, Element> started = new HashMap<>();
        for (Element start : all(events, "e:started")) {
            started.put(start.getAttribute("id"), start);
        }
        for (Element finish : all(events, "e:finished")) {
            Element test = started.get(finish.getAttribute("id"));
            Element result = all(finish, "result").get(0);
            switch (result.getAttribute("status")) {
                case "SUCCESSFUL" -> passed += text(test, "junit:type").equals("TEST") ? 1 : 0;
                case "SKIPPED", "ABORTED" -> skips.add(new Skip(nameOf(test), reasonOf(result)));
                default -> failed++;
            }
        }
    }

    private static String nameOf(Element test) {
        List<Element> methods = all(test, "java:methodSource");
        Element source = methods.isEmpty() ? all(test, "java:classSource").get(0) : methods.get(0);
        String type = source.getAttribute("className").replaceFirst("^.*\\.", "");
        return type + "." + (methods.isEmpty() ? "*" : source.getAttribute("methodName"));
    }

    /** What {@code @Disabled} says, or the first line of the assumption's stack trace. */
    private static String reasonOf(Element result) {
        String told = text(result, "reason") + text(result, "java:throwable");
        String first = told.strip().lines().findFirst().orElse("no reason given");
        return first.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", "");
    }

    /** Returns whether there is one that is not allowed. */
    private boolean printSkips(Map<String, String> allowed) {
        boolean unlisted = false;
        boolean alone = !Files.isDirectory(facts().resolve("groq"));
        long wanting = skips.stream().filter(Skip::forWantOfFacts).count();
        if (alone && wanting > 0) {
            System.out.printf(
                    "skipped %d tests that replay recorded traffic and compare prices: these are not part of the repository, but"
                            + " beside it in %s or where GROQMETER_SHARED says%n",
                    wanting, facts());
        }
        for (Skip skip : skips) {
            if (alone && skip.forWantOfFacts()) {
                continue;
            }
            String wholeClass = skip.test().replaceFirst("\\..*$", ".*");
            String reason = allowed.getOrDefault(skip.test(), allowed.get(wholeClass));
            unlisted |= reason == null;
            String verdict = reason == null ? "NOT LISTED" : "allowed: " + reason;
            System.out.printf("skipped %s: %s [%s]%n", skip.test(), skip.reason(), verdict);
        }
        return unlisted;
    }

    private static Path facts() {
        String told = System.getenv("GROQMETER_SHARED");
        return told == null ? Path.of("..", "shared") : Path.of(told);
    }

    private static String text(Element parent, String tag) {
        List<Element> found = all(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> all(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Draws what a command printed as a terminal, in SVG: {@code ./groqmeter stats | java docs/images/Terminal.java './groqmeter
 * stats' > stats.svg}. No fonts or pictures from elsewhere; dark in light and dark pages alike.
 */
final class Terminal {

    private static final int LINE = 20;
    private static final double COLUMN = 8.43; // of the monospaced fonts named below, at 14 px
    private static final int MARGIN = 20;
    private static final int BAR = 34;

    public static void main(String[] args) throws IOException {
        String printed = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = ("$ " + args[0] + "\n" + printed).stripTrailing().lines().toList();
        int columns = lines.stream().mapToInt(line -> line.codePointCount(0, line.length())).max().orElse(0);
        int width = (int) (columns * COLUMN) + 2 * MARGIN;
        int height = lines.size() * LINE + BAR + MARGIN;
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
                <rect x=".5" y=".5" width="%3$d" height="%4$d" rx="8" fill="#12161d" stroke="#6b7686"/>
                <g fill="#6b7686"><circle cx="20" cy="18" r="5"/><circle cx="38" cy="18" r="5"/><circle cx="56" cy="18" r="5"/></g>
                <g fill="#d8dee9" style="font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre">
                """.formatted(width, height, width - 1, height - 1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String colour = line.startsWith("$ ") ? " fill=\"#8fbcbb\"" : line.startsWith("   ") ? "" : " fill=\"#ebcb8b\"";
            svg.append("<text x=\"%d\" y=\"%d\"%s xml:space=\"preserve\">%s</text>%n"
                    .formatted(MARGIN, BAR + (i + 1) * LINE - 6, colour, escaped(line)));
        }
        byte[] bytes = svg.append("</g>\n</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

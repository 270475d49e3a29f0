package io.groqmeter.gateway.page;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /page/…}: the dashboard's files, each read on first use. */
public final class PageFiles implements Resource {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    /** Folders, a name and an extension; no part begins with a dot, so that no path leads out. */
    private static final Pattern NAME = Pattern.compile("(?:\\w[\\w.-]*/)*\\w[\\w.-]*\\.(\\w+)");

    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    @Override
    public LocalResponse answer(LocalRequest request) {
        return file(request.path().substring("/page/".length())).answer(request);
    }

    /**
     * A file by its name below the page's folder.
     *
     * @throws BadRequest when there is none
     */
    StaticFile file(String name) {
        return files.computeIfAbsent(name, PageFiles::read);
    }

    private static StaticFile read(String name) {
        Matcher matcher = NAME.matcher(name);
        String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
        try (InputStream file = type == null ? null : PageFiles.class.getResourceAsStream(name)) {
            if (type == null || file == null) {
                throw new BadRequest(ApiError.notFound("The dashboard has no file '" + name + "'."));
            }
            return new StaticFile(file, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.groqmeter.gateway.page;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.gateway.local.Resource;
import java.util.Map;

/** {@code GET /page/{file}}: what the page is made of. */
public final class PageFiles implements Resource {

    private final Map<String, Reply> files = Map.of(
            "page.css", StaticFile.beside(PageFiles.class, "page.css", "text/css; charset=utf-8"),
            "page.js", StaticFile.beside(PageFiles.class, "page.js", "text/javascript; charset=utf-8"),
            "icon.svg", StaticFile.beside(PageFiles.class, "icon.svg", "image/svg+xml"));

    @Override
    public Reply answer(LocalRequest request) {
        Reply file = files.get(request.variable("file"));
        if (file == null) {
            throw new BadRequest(ApiError.notFound("The page has no file '" + request.variable("file") + "'."));
        }
        return file;
    }
}

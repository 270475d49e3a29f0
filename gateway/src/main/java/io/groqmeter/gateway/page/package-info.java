/**
 * The dashboard at {@code /}.
 *
 * <p><b>Is:</b> static files, and the list of routes that programs get at the same address.
 *
 * <p><b>Owns:</b> the files' media types and the content security policy.
 *
 * <p><b>Does not own:</b> any number: the page shows what {@code /api} answers and adds nothing up.
 */
@NullMarked
package io.groqmeter.gateway.page;

import org.jspecify.annotations.NullMarked;

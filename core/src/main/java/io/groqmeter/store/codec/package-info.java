/**
 * The two forms of a record and of an open call: JSON and bytes.
 *
 * <p><b>Is:</b> the JSON of every API, export, line and JSON file ({@link io.groqmeter.store.codec.UsageRecordJson}, {@link
 * io.groqmeter.store.codec.OpenCallJson}), and the bytes of the journal and the database ({@link
 * io.groqmeter.store.codec.RecordBytes}, {@link io.groqmeter.store.codec.OpenCallBytes}).
 *
 * <p><b>Owns:</b> the versions of both forms. Each says all of a record, so that it reads the same under any price list; an older
 * version is read, a newer one and an unknown field are refused.
 *
 * <p><b>Does not own:</b> files, or the first tool's seven keys ({@link io.groqmeter.store.json}).
 */
@NullMarked
package io.groqmeter.store.codec;

import org.jspecify.annotations.NullMarked;

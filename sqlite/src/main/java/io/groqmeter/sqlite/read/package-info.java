/**
 * Answers to questions, each from one snapshot of the database.
 *
 * <p><b>Is:</b> pages of records, records by id and position, sums ({@link io.groqmeter.sqlite.read.RollupReader}) and latencies.
 *
 * <p><b>Owns:</b> which rollups and which rows make up an answer.
 *
 * <p><b>Does not own:</b> connections or snapshots; it is given them.
 */
@NullMarked
package io.groqmeter.sqlite.read;

import org.jspecify.annotations.NullMarked;

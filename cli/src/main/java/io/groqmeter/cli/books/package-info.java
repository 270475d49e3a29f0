/**
 * The data folder: what is in it, and who may use it.
 *
 * <p><b>Is:</b> the opening of books, to read and to write, beside a running gateway or without one.
 *
 * <p><b>Owns:</b> the folder's lock, its secret, copies and backups of it, and what is said of damage.
 *
 * <p><b>Does not own:</b> the files' forms: those are the stores'.
 */
@NullMarked
package io.groqmeter.cli.books;

import org.jspecify.annotations.NullMarked;

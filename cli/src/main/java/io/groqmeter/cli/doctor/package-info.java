/**
 * The checks of {@code groqmeter doctor}.
 *
 * <p><b>Is:</b> one class per thing that is checked, and {@link io.groqmeter.cli.doctor.Doctor}, which runs them in order.
 *
 * <p><b>Owns:</b> what is a fault, what a remark, and how each can be fixed.
 *
 * <p><b>Does not own:</b> the data: it changes nothing.
 */
@NullMarked
package io.groqmeter.cli.doctor;

import org.jspecify.annotations.NullMarked;

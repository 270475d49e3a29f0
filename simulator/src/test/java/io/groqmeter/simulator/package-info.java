/** Tests of the simulator: each format against its documentation, and the books against the answers. */
@NullMarked
package io.groqmeter.simulator;

import org.jspecify.annotations.NullMarked;

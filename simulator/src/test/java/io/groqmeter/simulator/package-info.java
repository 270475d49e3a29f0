/** Tests of the simulator: each shape against its documented form, and the books against the answers. */
@NullMarked
package io.groqmeter.simulator;

import org.jspecify.annotations.NullMarked;

/**
 * Files as a store needs them.
 *
 * <p><b>Is:</b> files that only their owner can read ({@link io.groqmeter.store.file.OwnerOnly}), locks between processes ({@link
 * io.groqmeter.store.file.ExclusiveFileLock}) and the free space of a disk.
 *
 * <p><b>Owns:</b> that nothing of the books is readable by another user of the machine.
 *
 * <p><b>Does not own:</b> what is in a file.
 */
@NullMarked
package io.groqmeter.store.file;

import org.jspecify.annotations.NullMarked;

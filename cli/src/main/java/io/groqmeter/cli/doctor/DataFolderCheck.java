package io.groqmeter.cli.doctor;

import io.groqmeter.store.file.DiskSpace;
import io.groqmeter.store.file.OwnerOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Checks whether the data folder is writable, has room, and is readable by its owner only. */
final class DataFolderCheck {

    private final Path folder;

    DataFolderCheck(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    List<CheckResult> run() {
        List<CheckResult> findings = new ArrayList<>(List.of(place()));
        OwnerOnly.opened(folder).ifPresent(open -> findings.add(CheckResult.remark("data folder", open)));
        return findings;
    }

    private CheckResult place() {
        if (!Files.exists(folder)) {
            Path parent = folder;
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            return parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
                    ? CheckResult.fine("data folder", folder + " will be created at the first start")
                    : CheckResult.fault("data folder", folder + " cannot be created; choose another with --data");
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return CheckResult.fault("data folder", folder + " is not a folder this user can write to");
        }
        OptionalLong free = DiskSpace.free(folder);
        if (free.isEmpty()) {
            return CheckResult.fine("data folder", folder + ", its file system does not report its free space");
        }
        long megabytes = free.getAsLong() >> 20;
        String detail = folder + ", " + megabytes + " MiB free";
        return megabytes < 100
                ? CheckResult.remark("data folder", detail + "; make room: a million calls take some 300 MiB")
                : CheckResult.fine("data folder", detail);
    }
}

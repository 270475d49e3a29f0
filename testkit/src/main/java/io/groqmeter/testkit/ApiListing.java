package io.groqmeter.testkit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The API of one module as text: every type that a program can name, with its public and protected members, in a fixed order.
 *
 * <p>A type counts when it and its enclosing types are public and, where the module has a descriptor, its package is exported to
 * everyone. A listing in the repository shows a change of the API as a diff.
 */
public final class ApiListing {

    private final TreeMap<String, ApiType> types = new TreeMap<>();

    private ApiListing() {}

    /** The API of the module that a class is from, read from its folder of classes or its jar. */
    public static ApiListing ofModuleOf(Class<?> member) {
        try {
            Path place = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            ApiListing listing = new ApiListing();
            if (Files.isDirectory(place)) {
                listing.read(place, member.getClassLoader());
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    listing.read(jar.getPath("/"), member.getClassLoader());
                }
            }
            return listing;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(Path root, ClassLoader loader) throws IOException {
        Optional<Set<String>> exported = exported(root.resolve("module-info.class"));
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('\\', '/')
                            .replace('/', '.'))
                    .toList();
            for (String name : names) {
                Class<?> type = Class.forName(name, false, loader);
                if (exported.map(packages -> packages.contains(type.getPackageName()))
                                .orElse(true)
                        && ApiType.isReachable(type)) {
                    types.put(type.getCanonicalName(), new ApiType(type));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Set<String>> exported(Path descriptor) throws IOException {
        if (!Files.exists(descriptor)) {
            return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(descriptor)) {
            Set<String> packages = new TreeSet<>();
            for (ModuleDescriptor.Exports export : ModuleDescriptor.read(bytes).exports()) {
                if (!export.isQualified()) {
                    packages.add(export.source());
                }
            }
            return Optional.of(packages);
        }
    }

    /** How many types it lists. */
    public int size() {
        return types.size();
    }

    /** Whether it lists a type. */
    public boolean has(Class<?> type) {
        return types.containsKey(type.getCanonicalName());
    }

    /** The types that its signatures name, without the JDK's. */
    public Set<Class<?>> named() {
        Set<Class<?>> named = new TreeSet<>((one, other) -> one.getName().compareTo(other.getName()));
        types.values().forEach(type -> named.addAll(type.named()));
        named.removeIf(type -> type.getName().startsWith("java."));
        return named;
    }

    /** The listing: a line for each type and member. */
    @Override
    public String toString() {
        return types.values().stream().map(ApiType::toString).collect(joining("\n"));
    }
}

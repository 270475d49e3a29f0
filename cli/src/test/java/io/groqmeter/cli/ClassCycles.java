package io.groqmeter.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Groups of classes each of which needs, directly or not, each other one: the strongly connected components of their dependencies, by
 * Tarjan's algorithm. Nested classes count as the one they are in.
 */
final class ClassCycles {

    private final Map<String, Set<String>> needs = new TreeMap<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private ClassCycles(JavaClasses classes) {
        for (JavaClass each : classes) {
            each.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> outermost(dependency.getTargetClass().getBaseComponentType()))
                    .filter(target -> target.startsWith("io.groqmeter."))
                    .forEach(target -> needs.computeIfAbsent(outermost(each), name -> new TreeSet<>())
                            .add(target));
        }
    }

    /** Those of several classes. */
    static List<Set<String>> in(JavaClasses classes) {
        ClassCycles cycles = new ClassCycles(classes);
        for (String name : cycles.needs.keySet()) {
            if (!cycles.index.containsKey(name)) {
                cycles.visit(name);
            }
        }
        return cycles.found;
    }

    private static String outermost(JavaClass of) {
        return of.getName().replaceFirst("\\$.*", "");
    }

    private void visit(String name) {
        int own = index.size();
        index.put(name, own);
        lowest.put(name, own);
        path.push(name);
        for (String needed : needs.getOrDefault(name, Set.of())) {
            if (!index.containsKey(needed)) {
                visit(needed);
                lowest.merge(name, lowest.get(needed), Math::min);
            } else if (path.contains(needed)) {
                lowest.merge(name, index.get(needed), Math::min);
            }
        }
        if (lowest.get(name) == own) {
            close(name);
        }
    }

    private void close(String first) {
        Set<String> group = new TreeSet<>();
        String last;
        do {
            last = path.pop();
            group.add(last);
        } while (!last.equals(first));
        if (group.size() > 1) {
            found.add(group);
        }
    }
}

package io.groqmeter.testkit;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A type of an {@link ApiListing}: its head, then its members in alphabetical order; what every record and enum has is left out. */
final class ApiType {

    private final Class<?> type;
    private final Set<Class<?>> named = new HashSet<>();
    private final String head;
    private final Set<String> members = new TreeSet<>();

    ApiType(Class<?> type) {
        this.type = type;
        this.head = head();
        constants().forEach(members::add);
        for (Field field : type.getDeclaredFields()) {
            if (listed(field) && !field.isEnumConstant()) {
                members.add(modifiers(field) + name(field.getGenericType()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (listed(constructor) && !isCanonical(constructor)) {
                members.add(type.getSimpleName() + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (listed(method) && !method.isBridge() && !isImplied(method)) {
                members.add(modifiers(method) + name(method.getGenericReturnType()) + " " + method.getName()
                        + parameters(method));
            }
        }
    }

    /** Whether a program outside the type's package can name it. */
    static boolean isReachable(Class<?> type) {
        boolean visible =
                !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic() && isOpen(type.getModifiers());
        Class<?> outer = type.getEnclosingClass();
        return visible && (outer == null || isReachable(outer));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** A protected member of a final class can not be reached. */
    private boolean listed(Member member) {
        boolean inherited = Modifier.isProtected(member.getModifiers()) && Modifier.isFinal(type.getModifiers());
        return isOpen(member.getModifiers()) && !inherited && !member.isSynthetic();
    }

    // ---- the head ----------------------------------------------------------------------------------------------

    private String head() {
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        boolean plain = kind.equals("class");
        return (plain && Modifier.isFinal(type.getModifiers()) ? "final " : "")
                + (plain && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "")
                + (type.isSealed() && !type.isEnum() ? "sealed " : "")
                + kind + " " + type.getCanonicalName() + variables(type.getTypeParameters()) + components()
                + supertypes();
    }

    private String components() {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(each -> name(each.getGenericType()) + " " + each.getName())
                        .collect(joining(", ", "(", ")"))
                : "";
    }

    private String supertypes() {
        List<String> all = new ArrayList<>();
        Class<?> above = type.getSuperclass();
        if (above != null && !Set.of(Object.class, Record.class, Enum.class).contains(above)) {
            all.add(name(type.getGenericSuperclass()));
        }
        Arrays.stream(type.getGenericInterfaces()).map(this::name).forEach(all::add);
        return all.isEmpty() ? "" : " : " + String.join(", ", all);
    }

    /** In one line, for their order counts. */
    private Stream<String> constants() {
        Object[] constants = type.getEnumConstants();
        return constants == null || constants.length == 0
                ? Stream.empty()
                : Stream.of(Arrays.stream(constants)
                        .map(each -> ((Enum<?>) each).name())
                        .collect(joining(", ")));
    }

    // ---- members -----------------------------------------------------------------------------------------------

    private static String modifiers(Member member) {
        int bits = member.getModifiers();
        boolean method = member instanceof Method;
        return (Modifier.isProtected(bits) ? "protected " : "")
                + (Modifier.isStatic(bits) ? "static " : "")
                + (method && Modifier.isAbstract(bits) ? "abstract " : "");
    }

    private String parameters(Executable of) {
        String thrown = of.getExceptionTypes().length == 0
                ? ""
                : Arrays.stream(of.getGenericExceptionTypes()).map(this::name).collect(joining(", ", " throws ", ""));
        return variables(of.getTypeParameters())
                + Arrays.stream(of.getGenericParameterTypes()).map(this::name).collect(joining(", ", "(", ")"))
                + thrown;
    }

    private boolean isCanonical(Constructor<?> constructor) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new));
    }

    /** What a reader of the head expects anyway. */
    private boolean isImplied(Method method) {
        boolean object = Set.of("equals", "hashCode", "toString").contains(method.getName());
        boolean accessor = type.isRecord()
                && method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(each -> each.getName().equals(method.getName()));
        boolean ofEnum = type.isEnum() && Set.of("values", "valueOf").contains(method.getName());
        return object || accessor || ofEnum;
    }

    // ---- names -------------------------------------------------------------------------------------------------

    private String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(each -> each.getName() + bounds(each.getBounds()))
                        .collect(joining(", ", "<", ">"));
    }

    private String bounds(Type[] bounds) {
        return bounds.length == 1 && bounds[0] == Object.class
                ? ""
                : Arrays.stream(bounds).map(this::name).collect(joining(" & ", " extends ", ""));
    }

    /** A type in a signature, without packages: no two types of the project have one simple name. */
    private String name(Type of) {
        note(of);
        return of.getTypeName()
                .replaceAll("([a-z][A-Za-z0-9_]*\\.)+(?=[A-Z])", "")
                .replace('$', '.');
    }

    private void note(Type of) {
        if (of instanceof Class<?> plain) {
            named.add(element(plain));
        } else if (of instanceof ParameterizedType parameterized) {
            note(parameterized.getRawType());
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(this::note);
        } else if (of instanceof GenericArrayType array) {
            note(array.getGenericComponentType());
        } else if (of instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(this::note);
            Arrays.stream(wildcard.getLowerBounds()).forEach(this::note);
        }
    }

    private static Class<?> element(Class<?> type) {
        return type.isArray() ? element(type.getComponentType()) : type;
    }

    /** The classes its head and members name, primitive types left out. */
    Set<Class<?>> named() {
        Set<Class<?>> classes = new HashSet<>(named);
        classes.removeIf(Class::isPrimitive);
        return classes;
    }

    @Override
    public String toString() {
        return head + "\n"
                + members.stream().map(member -> "    " + member + "\n").collect(joining());
    }
}

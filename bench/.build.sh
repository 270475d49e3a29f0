# Builds the bench and what it measures; sourced by bench/run, bench/jmh and bench/scale, which set `root`.
#
# After `build_bench`, or `build_bench libraries` for the integrations too, `bench_java` is the command that runs a class of it: "${bench_java[@]}" CLASS ARGUMENTS…

. "$root/.launcher/toolchain.sh"

build_bench() {
    local module=bench${1:+/$1}
    local built=$root/$module/target/run
    need jdk maven
    if [[ ! -e $built/built || -n $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root"/integrations/*/{pom.xml,src/main} "$root"/bench/*/{pom.xml,src/main} -newer "$built/built" -print -quit) ]]; then
        say "Building the bench…"
        rm -rf "$built/lib"
        mkdir -p "$built"
        touch "$built/began"
        (cd "$root" && JAVA_HOME=$jdk "$maven" -q -B -Dquick ${1:+-Plibraries} -Dbuild.folder=target/run -Dmaven.test.skip=true -pl "$module" -am package) >&2 \
            || fail 70 "the build of the bench failed"
        mv "$built/began" "$built/built"
    fi
    speak_utf8
    bench_java=("$jdk/bin/java" -XX:+UseSerialGC -cp "$built/classes:$built/lib/*" "-Dbench.root=$root")
    ((java_feature < 24)) || bench_java+=(--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED)
}

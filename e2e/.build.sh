# Builds the browser's tests; sourced by e2e/screenshots and e2e/times, which set `root`.
#
# After `build_e2e`, `e2e_java` is the command that runs a class of them: "${e2e_java[@]}" CLASS ARGUMENTS…

. "$root/.launcher/toolchain.sh"

build_e2e() {
    local list=$root/e2e/target/run/class-path
    need jdk maven
    E2E_CHROMIUM=${E2E_CHROMIUM:-$(command -v chromium)} && E2E_CHROMEDRIVER=${E2E_CHROMEDRIVER:-$(command -v chromedriver)} \
        || fail "$exit_unavailable" "needs chromium and chromedriver; install with: sudo apt-get install chromium chromium-driver"
    export E2E_CHROMIUM E2E_CHROMEDRIVER
    say "Building…"
    (cd "$root" && JAVA_HOME=$jdk "$maven" -q -B '-P!checks' -Dbuild.folder=target/run -pl e2e -am \
        test-compile dependency:build-classpath -Dmdep.outputFile=target/run/class-path) >&2 || fail 70 "the build failed"
    speak_utf8
    e2e_java=("$jdk/bin/java" -Duser.timezone=UTC -cp "$root/e2e/target/run/test-classes:$(<"$list")")
}

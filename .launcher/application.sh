# The built application: .build/<time of build>/ with groqmeter.jar, lib/ and one class archive per JVM.
#
# Every build goes into a new folder, so that a gateway that is running never has its jars rewritten; the file `current`
# names the newest one, and is dated by the moment that build began. `mvn clean` does not touch them.

readonly builds=$root/.build
readonly exit_software=70 # EX_SOFTWARE of sysexits.h

application() { printf '%s/%s\n' "$builds" "$(<"$builds/current")"; }

# Has anything the application is made of changed since its build began? A deleted file shows in its folder's time.
stale() {
    [[ -s $builds/current && -f $(application)/groqmeter.jar ]] || return 0
    [[ -n $(find "$root/pom.xml" "$root/.mvn" "$root/.launcher" "$root"/*/pom.xml "$root"/*/src/main \
        -newer "$builds/current" -print -quit) ]]
}

# Call it locked, with jdk and maven found.
build_if_stale() {
    stale || return 0
    local when="after a change"
    [[ -e $builds/current ]] || when="first start, about a minute"
    say "Building groqmeter ($when)…"
    touch "$builds/began"
    run_maven >"$builds/build.log" 2>&1 </dev/null || report_failed_build
    keep_build "$(date +%Y%m%d-%H%M%S)-$$"
}

run_maven() {
    local run=$root/cli/target/run
    rm -rf "$run"/lib "$run"/groqmeter-cli-*.jar # what an older version or dependency left
    cd "$root" && JAVA_HOME=$jdk "$maven" -q -B -Dquick -Dbuild.folder=target/run -Dmaven.test.skip=true -pl cli -am package
}

report_failed_build() { # without the advice Maven ends with
    tr -d '\033' <"$builds/build.log" | sed 's/\[0m//g' \
        | grep -Ev '^(\[ERROR\] *)?$|^\[ERROR\] (-> )?\[Help|e-run Maven|After correcting|mvn <args>|For more information' | tail -n 15 >&2
    fail "$exit_software" "the build failed; its whole log: $builds/build.log"
}

keep_build() { # name
    local new=$builds/$1
    mkdir "$new"
    cp "$root"/cli/target/run/groqmeter-cli-*.jar "$new/groqmeter.jar"
    cp -R "$root/cli/target/run/lib" "$new/lib"
    printf '%s\n' "$1" >"$builds/current.new"
    touch -r "$builds/began" "$builds/current.new"
    mv -f "$builds/current.new" "$builds/current"
    forget_old_builds
}

forget_old_builds() { # the three newest stay: a gateway may be running from one
    local each=("$builds"/2*/) i
    for ((i = 0; i < ${#each[@]} - 3; i++)); do
        rm -rf "${each[i]}"
    done
}

# What later starts find ready: SQLite unpacked, and an archive of the classes they load; on Java 25 and newer of their profiles,
# too. Both are made by a run of `groqmeter warmup`, which takes some seconds. An archive fits one JVM and one build; an empty
# file says that none could be made. Call it locked.
warm_up() { # archive option-that-makes-it folder-for-SQLite java-options…
    local archive=$1 make=$2 native=$3 limit=()
    shift 3
    [[ ! -e $archive ]] || return 0
    ! command -v timeout >/dev/null || limit=(timeout 60)
    (
        cd "$builds"
        ${limit[@]+"${limit[@]}"} "$jdk/bin/java" "$@" "-Dorg.sqlite.lib.path=$native" "$make=$archive.new" \
            -jar "$(application)/groqmeter.jar" warmup
    ) >"$builds/warmup.log" 2>&1 </dev/null || rm -rf "$native"
    [[ -e $archive.new ]] || : >"$archive.new"
    mv -f "$archive.new" "$archive"
}

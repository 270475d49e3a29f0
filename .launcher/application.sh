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
    [[ -e $builds/current ]] || when="first start: fetches some 50 MB, then compiles; a minute or two"
    say "Building groqmeter ($when)…"
    touch "$builds/began"
    local asked=$SECONDS
    run_maven 2>&1 </dev/null | tee "$builds/build.log" | told_in_short | say_all || report_failed_build
    keep_build "$(date +%Y%m%d-%H%M%S)-$$"
    say "Built in $((SECONDS - asked)) s."
}

run_maven() { # without the testkit: nothing that is run needs it
    rm -rf "$root"/cli/target/run/groqmeter-cli-*.jar # what an older version left
    cd "$root" && JAVA_HOME=$jdk "$maven" -B -Dstyle.color=never -Dquick -Dlauncher -Dbuild.folder=target/run \
        -pl 'cli,!testkit' -am package
}

report_failed_build() { # without the advice Maven ends with
    { grep -E '^\[ERROR\]' "$builds/build.log" || cat "$builds/build.log"; } \
        | grep -Ev '^(\[ERROR\] *)?$|^\[ERROR\] (-> )?\[Help|e-run Maven|After correcting|mvn <args>|For more information' | tail -n 15 | say_all
    fail "$exit_software" "the build failed; its whole log: $builds/build.log"
}

keep_build() { # name
    local new=$builds/$1
    mkdir "$new"
    cp "$root"/cli/target/run/groqmeter-cli-*.jar "$new/groqmeter.jar"
    (cd "$new" && keep_libraries)
    printf '%s\n' "$1" >"$builds/current.new"
    touch -r "$builds/began" "$builds/current.new"
    mv -f "$builds/current.new" "$builds/current"
    forget_old_builds
}

# Copies what the jar's manifest names: out of Maven's local repository, which it names too, and our own modules from where they
# were built.
keep_libraries() {
    local line repository=
    "$jdk/bin/jar" xf groqmeter.jar META-INF/MANIFEST.MF
    # A line of a manifest goes on in the next one that begins with a space.
    tr -d '\r' <META-INF/MANIFEST.MF | awk '/^ / { sub(/^ /, ""); printf "%s", $0; next } { printf "\n%s", $0 } END { print "" }' >manifest
    repository=$(sed -n 's/^Maven-Repository: //p' manifest)
    for line in $(sed -n 's/^Class-Path: //p' manifest); do
        mkdir -p "${line%/*}"
        case $line in
            lib/io/groqmeter/*) cp "$root"/*/target/run/"${line##*/}" "$line" ;;
            *) cp "$repository/${line#lib/}" "$line" ;;
        esac
    done
    rm -r META-INF manifest
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
    say "Making later starts faster (some seconds, once)…"
    ! command -v timeout >/dev/null || limit=(timeout 60)
    (
        cd "$builds"
        ${limit[@]+"${limit[@]}"} "$jdk/bin/java" "$@" "-Dorg.sqlite.lib.path=$native" "$make=$archive.new" \
            -jar "$(application)/groqmeter.jar" warmup
    ) >"$builds/warmup.log" 2>&1 </dev/null || rm -rf "$native"
    [[ -e $archive.new ]] || : >"$archive.new"
    mv -f "$archive.new" "$archive"
}

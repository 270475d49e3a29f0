# The two tools groqmeter is built with, a JDK 17 or newer and Maven: finds them, or installs them where it may.
#
# Sourced by ./groqmeter and ./test, which set `root`. After `need jdk maven`, `jdk` is the JDK's home, `java_version`
# its version (17.0.15), `java_feature` its number (17), and `maven` the command. Everything said here goes to stderr,
# because stdout belongs to the command.

readonly exit_unavailable=69 # EX_UNAVAILABLE of sysexits.h

# With `log_json` set, as ./groqmeter does for a gateway whose log is JSON, each line is a JSON object.
say() {
    if [[ -z ${log_json:-} ]]; then
        printf '%s\n' "$*" >&2
        return
    fi
    local line
    while IFS= read -r line; do
        line=${line//\\/\\\\}
        line=${line//\"/\\\"}
        line=${line//[[:cntrl:]]/ }
        printf '{"timestamp":%s000,"level":"INFO","loggerName":"launcher","message":"%s"}\n' "$(date +%s)" "$line" >&2
    done <<<"$*"
}

# Says each line of its input.
say_all() {
    local line
    while IFS= read -r line; do say "$line"; done
}

fail() { # exit-code words…
    local code=$1
    shift
    say "groqmeter: $*"
    exit "$code"
}

# In the C locale, the usual one of containers and cron, Java could neither print an accent nor open a file named with one.
speak_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
        C | POSIX)
            export LC_CTYPE=C.UTF-8
            [[ -z ${LC_ALL:-} ]] || export LC_ALL=C.UTF-8
            ;;
    esac
}

# Runs a command while no other ./groqmeter of this folder does; where there is no flock (macOS) it just runs it.
locked() {
    mkdir -p "$root/.build" 2>/dev/null && [[ -w $root/.build ]] || fail 73 "cannot write to $root/.build, where the build goes"
    (
        if command -v flock >/dev/null && ! flock -w 3 9; then
            say "Waiting for another groqmeter that is building…"
            flock 9
        fi
        "$@"
    ) 9>"$root/.build/lock"
}

# Finds each tool named (jdk, maven); installs what is missing, or says how to and ends.
need() {
    local tool
    for tool in "$@"; do
        "find_$tool" && continue
        if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
            fail "$exit_unavailable" "$(how_to_install)"
        fi
        locked install_missing
        hash -r
        "find_$tool" || fail "$exit_unavailable" "$(how_to_install)"
    done
}

find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" "$(home_of_java_on_path)" /usr/lib/jvm/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        accept_jdk "$home" && return
    done
    return 1
}

# The `release` file tells the version; asking `java -version` would cost every start 40 ms.
accept_jdk() { # home
    local line version=
    [[ -n $1 && -x $1/bin/javac && -r $1/release ]] || return 1
    while read -r line; do
        [[ $line != JAVA_VERSION=* ]] || version=${line#*=}
    done <"$1/release"
    version=${version//\"/}
    local feature=${version%%[!0-9]*}
    ((${feature:-0} >= 17)) || return 1
    jdk=$1 java_version=$version java_feature=$feature
}

home_of_java_on_path() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java")
    if [[ -r ${java%/bin/java}/release ]]; then
        printf '%s\n' "${java%/bin/java}"
    else # a shim, as jenv and asdf put there
        "$java" -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
    fi
}

find_maven() {
    for maven in "$(command -v mvn)" "${MAVEN_HOME:-}/bin/mvn" /usr/share/maven/bin/mvn /opt/maven/bin/mvn \
        "${HOME:-}/.sdkman/candidates/maven/current/bin/mvn"; do
        [[ ! -x $maven ]] || return 0
    done
    return 1
}

install_missing() {
    ! { find_jdk && find_maven; } || return 0 # another groqmeter was faster
    local log=$root/.build/install.log packages=()
    export DEBIAN_FRONTEND=noninteractive
    say "Installing what groqmeter is built with (a JDK and Maven, by apt-get)…"
    apt-get update -qq >"$log" 2>&1 </dev/null || fail "$exit_unavailable" "apt-get update failed: $(tail -n 1 "$log")"
    find_jdk || packages+=("$(jdk_package)")
    find_maven || packages+=(maven)
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >>"$log" 2>&1 </dev/null \
        || fail "$exit_unavailable" "apt-get could not install ${packages[*]} (whole log: $log): $(tail -n 1 "$log")"
}

# The oldest suitable JDK this system's release offers: 17 on Debian 12 and Ubuntu 24.04, 21 on Debian 13.
jdk_package() {
    local feature
    for feature in 17 21 25 17; do
        ! apt-cache show "openjdk-$feature-jdk-headless" >/dev/null 2>&1 || break
    done
    printf 'openjdk-%s-jdk-headless\n' "$feature"
}

how_to_install() {
    local missing=() command="install them with your package manager" old=
    if ! find_jdk; then
        missing+=("a JDK 17 or newer")
        old=$(java -version 2>&1 </dev/null | sed -n '1s/.*version "\([^"]*\)".*/ (java on the path is \1)/p')
    fi
    find_maven || missing+=("Maven")
    if command -v apt-get >/dev/null; then
        command="install with: sudo apt-get install $(jdk_package) maven"
    elif command -v brew >/dev/null; then
        command="install with: brew install openjdk@17 maven"
    elif command -v dnf >/dev/null; then
        command="install with: sudo dnf install java-17-openjdk-devel maven"
    fi
    printf 'needs %s%s%s; %s\n' "${missing[0]:-}" "${missing[1]:+ and ${missing[1]}}" "$old" "$command"
    cat <<'WITHOUT_ROOT'
Without root, either by SDKMAN (https://sdkman.io), whose folder is searched:
    curl -s https://get.sdkman.io | bash && . ~/.sdkman/bin/sdkman-init.sh && sdk install java && sdk install maven
or unpack a JDK (https://adoptium.net) and Maven (https://maven.apache.org/download.cgi) anywhere, and say where they are:
    export JAVA_HOME=~/jdk-21.0.5+11 MAVEN_HOME=~/apache-maven-3.9.9
WITHOUT_ROOT
}

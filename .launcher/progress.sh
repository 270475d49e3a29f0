# What Maven does, told in few lines: reads its output, prints a line per module and phase, and one for every 20 files fetched.
# Further awk rules may be given, which print more of it. Sourced by ./groqmeter and ./test.

told_in_short() { # further-awk-rules
    awk '
        function fetched(end) {
            if (files == 0) return
            printf "    fetched %d files, %.1f MB%s\n", files, bytes / 1e6, end
            fflush()
        }
        / Downloaded from / {
            files++
            amount = $0
            sub(/.*\(/, "", amount)
            split(amount, part, " ")
            bytes += part[1] * (part[2] == "MB" ? 1e6 : part[2] == "kB" ? 1e3 : 1)
            if (files % 20 == 0) fetched(" …")
        }
        / Downloading from / || / Downloaded from / { next }
        /^\[INFO\] Building groqmeter/ {
            of = $NF ~ /^\[/ ? " " $NF : ""
            print "  " $3 of
            fflush()
        }
        /^\[INFO\] --- .*:(compile|testCompile|test) / {
            goal = $3
            sub(/.*:/, "", goal)
            print "    " (goal == "compile" ? "compiling" : goal == "test" ? "testing" : "compiling its tests")
            fflush()
        }
        '"${1:-}"'
        END { fetched("") }'
}

# Installs what groqmeter is compared with into a folder outside the checkout; sourced by bench/run.
#
# Each peer gets a folder with a file `version` when it is ready, or `failed` with the step that failed. A peer that is
# ready is left alone; one that failed is tried again. Nothing is installed system-wide.

install_peers() { # folder
    peers=$1
    mkdir -p "$peers"
    command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]] || peer nginx
    peer portkey
    peer litellm
    peer bifrost
}

peer() { # name
    local folder=$peers/$1
    [[ ! -e $folder/version ]] || return 0
    say "Installing $1 for the comparison…"
    rm -rf "$folder"
    mkdir -p "$folder"
    (cd "$folder" && "install_$1") >"$folder/install.log" 2>&1 </dev/null || true
    [[ -e $folder/version ]] || say "  not installed: $(<"$folder/failed")"
}

failed_at() { # step
    { printf '%s: ' "$1" && tail -n 20 install.log | grep -iE 'error|forbidden|not found|not available|failed' | tail -n 1; } >failed
    return 1
}

install_nginx() { # Debian and its like: the distribution's package, unpacked here
    apt-get download nginx || failed_at "apt-get download nginx" || return
    dpkg -x nginx_*.deb . || failed_at "dpkg -x" || return
    usr/sbin/nginx -v 2>&1 | sed 's/.*nginx\///' >version
}

install_portkey() { # its streams fail with the newest version of the server library it asks for
    printf '%s\n' '{"private": true, "dependencies": {"@portkey-ai/gateway": "1.15.2"}, "overrides": {"@hono/node-server": "1.13.8"}}' \
        >package.json
    npm install --no-audit --no-fund --ignore-scripts || failed_at "npm install @portkey-ai/gateway" || return
    node -p 'require("./node_modules/@portkey-ai/gateway/package.json").version + ", Node " + process.version' >version
}

install_litellm() {
    python3 -m venv . || failed_at "python3 -m venv" || return
    bin/pip install -q 'litellm[proxy]' || failed_at "pip install litellm[proxy]" || return
    bin/python -c 'import importlib.metadata as m, platform as p; print(m.version("litellm") + ", Python " + p.python_version())' >version
}

install_bifrost() {
    GOPATH=$PWD go install github.com/maximhq/bifrost/transports/bifrost-http@latest \
        || failed_at "go install github.com/maximhq/bifrost/transports/bifrost-http@latest" || return
    failed_at "built, but the bench has no settings to start it with yet"
}

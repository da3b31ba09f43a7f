# SPDX-License-Identifier: EUPL-1.2
# What README.md says to hosts: its own settings and commands, with each program that
# is installed here.
source "$(dirname "$0")/lib.bash"

# Ports are taken by chance; who finds one taken ends, and the next is tried.
host= # pid
port=
stop_host() { [ -z "$host" ] || { kill "$host"; wait "$host"; } 2>/dev/null || true; }
start_host() { # COMMANDS, in which $port stands
    local tries
    for tries in 1 2 3 4 5; do
        port=$((20000 + (RANDOM + $$) % 20000))
        port=$port timeout 120 bash -c "$1" >host.log 2>&1 &
        host=$!
        trap stop_host EXIT
        for _ in $(seq 100); do
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
            kill -0 "$host" 2>/dev/null || break
            sleep 0.1
        done
        stop_host
    done
    cat host.log
    return 1
}
# The part of README.md that begins so, up to a line of one brace.
snippet() { sed -n "/^    $1/,/^    }/s/^    //p" "$root/README.md"; }

# ask PATH [HEADER]: head and body of an answer.
ask() {
    local path=$1
    shift
    curl -s -D head -o body "${@/#/-H}" "http://127.0.0.1:$port$path"
    tr -d "\r" <head >head.unix && mv head.unix head
}
answers() { # STATUS
    grep -qE "^HTTP/1.1 $1 " head || { cat head; return 1; }
}
site() {
    write content/over.md "# Over ons\n\n$(seq 400)"
    commit repository
    build --compress
    chmod -R a+rX "$scratch"
}
# What a host must do with the website in public/.
serves_well() {
    local part
    ask /over/
    answers 200
    cmp body public/over/index.html
    has head "Cache-Control: no-cache"
    ask /over/ "Accept-Encoding: gzip"
    has head "Content-Encoding: gzip"
    cmp body public/over/index.html.gz
    has head "Vary: Accept-Encoding"
    ask /nergens/
    answers 404
    cmp body public/404.html
    ask /.doorleefd-manifest
    answers 404
    part=$(cd public && ls search/*.bin | head -n 1)
    ask "/$part" "Range: bytes=3-9" "Accept-Encoding: gzip, br"
    answers 206
    cmp body <(tail -c +4 "public/$part" | head -c 7)
    has head immutable
    ask /search/root.json
    has head "Cache-Control: no-cache"
}

if command -v nginx >/dev/null && command -v curl >/dev/null; then
    check 'the settings for nginx: smaller forms, ranges, what may be kept, what nobody may see' '
        site
        {
            find /usr/lib/nginx/modules -name "*brotli_static*" -printf "load_module %p;\n"
            echo "daemon off; master_process off; pid $PWD/pid; error_log $PWD/error.log; events {}"
            echo "http { access_log off; types { text/html html; }"
            for sort in client_body proxy fastcgi uwsgi scgi; do echo "${sort}_temp_path $PWD/$sort;"; done
            snippet "server {" | sed "s|root .*|root $PWD/public; listen 127.0.0.1:PORT;|"
            echo "}"
        } >settings
        grep -q load_module settings || sed -i /brotli_static/d settings
        start_host "sed \"s/PORT/\$port/\" settings >nginx.conf; exec nginx -c $PWD/nginx.conf -e $PWD/error.log"
        serves_well
        if grep -q load_module settings; then
            ask /over/ "Accept-Encoding: br"
            has head "Content-Encoding: br"
        fi
    '
fi
if command -v caddy >/dev/null && command -v curl >/dev/null; then
    check 'the settings for Caddy: the same' '
        site
        {
            printf "{\n\tadmin off\n}\n"
            snippet "voorbeeld.nl {" | sed "s|^voorbeeld.nl|http://127.0.0.1:{\$port}|; s|root .*|root * $PWD/public|"
        } >Caddyfile
        export HOME=$PWD
        start_host "exec caddy run --config Caddyfile --adapter caddyfile"
        serves_well
        ask /over/ "Accept-Encoding: br"
        has head "Content-Encoding: br"
    '
fi
if command -v rclone >/dev/null; then
    check 'the commands of rclone bring a copy elsewhere up to date' '
        mkdir elders
        touch rclone.conf
        export RCLONE_CONFIG=$PWD/rclone.conf RCLONE_CONFIG_HOST_TYPE=webdav
        start_host "exec rclone serve webdav --addr 127.0.0.1:\$port elders"
        export RCLONE_CONFIG_HOST_URL=http://127.0.0.1:$port/
        sed -nE "s/ +# .*//; s/^    (rclone )/\1/p" "$root/README.md" | sed "s|/tmp/changes|lijst|g" >commands
        [ "$(wc -l <commands)" -eq 4 ]
        follow() {
            build --changes lijst
            bash -eu commands
            (cd public && find . -type f ! -path "./.*" | sort | xargs sha1sum) >a
            (cd elders/site && find . -type f | sort | xargs sha1sum) >b
            same a b
            same <(cd public && find . -type d | sort) <(cd elders/site && find . -type d | sort)
        }
        write "content/een map/met  spaties & tékens.md" "# Vreemd"
        commit repository
        follow
        write content/over.md "# Over ons\n\nTekzt."
        commit repository
        follow
        git -C repository mv content/over.md content/anders.md
        commit repository
        follow
        git -C repository commit -q --allow-empty -m leeg
        follow
    '
fi
finish

# Runs one PostgreSQL cluster in a folder of its own, for as long as standard input stays open.
#   sh cluster.sh BIN PORT PASSWORD [-c name=value ...]
# With CERTIFICATE and KEY (PEM) in the environment it speaks TLS as well; with FROM (a connection string) it is a standby
# that follows the server there. Prints the folder first. Whatever ends the server, it is started again, until there is
# a file `over` in the folder; at the end the server is stopped by its id and the folder removed.
set -eu
umask 077
bin=$1 port=$2 password=$3
shift 3
dir=$(mktemp -d "${TMPDIR:-/tmp}/tamga-pg.XXXXXXXX")
trap 'rm -rf "$dir"' EXIT
printf '%s' "$password" > "$dir/password"
if [ -n "${FROM-}" ]; then
    "$bin/pg_basebackup" -D "$dir/data" -d "$FROM" -R -X stream -c fast --no-sync > "$dir/log"
else
    "$bin/initdb" -D "$dir/data" -U tamga -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C --no-sync > "$dir/log"
fi
if [ -n "${CERTIFICATE-}" ]; then
    printf '%s' "$CERTIFICATE" > "$dir/server.crt"
    printf '%s' "$KEY" > "$dir/server.key"
    set -- "$@" -c ssl=on -c "ssl_cert_file=$dir/server.crt" -c "ssl_key_file=$dir/server.key"
fi
echo "$dir"
while [ ! -e "$dir/over" ]; do
    "$bin/postgres" -D "$dir/data" -k "$dir" -p "$port" -c listen_addresses=127.0.0.1 "$@" < /dev/null >> "$dir/log" 2>&1 || sleep 0.1
done &
keeper=$!
cat > /dev/null
[ -e "$dir/over" ] || touch "$dir/over"
if [ -e "$dir/data/postmaster.pid" ]; then
    kill -INT "$(head -n 1 "$dir/data/postmaster.pid")" 2> /dev/null || true
fi
wait "$keeper"

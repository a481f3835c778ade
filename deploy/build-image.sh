#!/usr/bin/env bash
# Build the image, start it with the sample, and print its size, its user and whether it answers.
# Needs buildah, podman or docker, and port 8050.
#   deploy/build-image.sh [NAME]        BASE=IMAGE names another base than Debian's from the registry;
#                                       CA_BUNDLE=FILE has the certificates of a proxy that inspects TLS
#                                       (buildah and podman)
# Where no registry can be reached, and debootstrap is installed, the base is made with it.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-locality-dashboard:latest}
tool=$(for each in buildah podman docker; do command -v "$each" && break; done) || {
    echo "Install buildah, podman or docker first: apt install buildah" >&2
    exit 1
}
scratch=$(mktemp -d)
trap 'stop; rm -rf "$scratch"' EXIT

running=""
start() {  # as it runs for people: read-only but for /app/var and /tmp
    if [ "$(basename "$tool")" = buildah ]; then  # it has no command of its own for that
        running=$(buildah from "$name")
        buildah run --isolation chroot "$running" -- .venv/bin/python app.py serve --sample \
            > "$scratch/server.log" 2>&1 &
    else
        running=$("$tool" run --detach --read-only --tmpfs /tmp --volume /app/var "$name" serve --sample)
    fi
}

ask() {  # ask CODE: run Python in the container that was started
    if [ "$(basename "$tool")" = buildah ]; then
        buildah run --isolation chroot "$running" -- .venv/bin/python -c "$1"
    else
        "$tool" exec "$running" .venv/bin/python -c "$1"
    fi
}

stop() {
    [ -n "$running" ] || return 0
    if [ "$(basename "$tool")" = buildah ]; then
        kill %1 2> /dev/null && wait
        buildah rm "$running" > /dev/null
    else
        "$tool" rm --force "$running" > /dev/null
    fi
}

make_base() {  # a Debian of our own, where the registry has none for us
    debootstrap --variant=minbase bookworm "$scratch/base" > "$scratch/debootstrap.log"
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$scratch/base" /
    buildah commit --quiet "$container" localhost/debian-base:bookworm
    buildah rm "$container" > /dev/null
}

base=${BASE:-}
if [ -z "$base" ] && [ "$(basename "$tool")" = buildah ] && command -v debootstrap > /dev/null \
    && ! buildah pull --quiet docker.io/library/debian:12-slim > /dev/null 2>&1; then
    make_base
    base=localhost/debian-base:bookworm
fi
arguments=(--file deploy/Containerfile --tag "$name")
# It is there while the packages are fetched, and not in the image.
[ -z "${CA_BUNDLE:-}" ] \
    || arguments+=(--volume "$(realpath "$CA_BUNDLE"):/run/ca-bundle.pem:ro" --build-arg PIP_CERT=/run/ca-bundle.pem)
[ -z "$base" ] || arguments+=(--build-arg "BASE=$base")
# Docker's own format keeps the health check.
[ "$(basename "$tool")" = docker ] || arguments+=(--format docker)
"$tool" build "${arguments[@]}" .

if [ "$(basename "$tool")" = buildah ]; then
    size=$(buildah images --format '{{.Size}}' "$name")
    user=$(buildah inspect --type image --format '{{.Docker.Config.User}}' "$name")
    check=$(buildah inspect --type image --format '{{.Docker.Config.Healthcheck}}' "$name")
else
    size=$("$tool" image inspect --format '{{.Size}}' "$name")
    user=$("$tool" image inspect --format '{{.Config.User}}' "$name")
    check=$("$tool" image inspect --format '{{.Config.Healthcheck}}' "$name")
fi
echo "size: $size"
echo "user: $user"
echo "health check: $check"

PAGE="import urllib.request as r; print(r.urlopen('http://127.0.0.1:8050%s', timeout=5).read().decode())"
start
SECONDS=0
# shellcheck disable=SC2059
until ask "$(printf "$PAGE" /healthz)" > /dev/null 2>&1; do
    if [ $SECONDS -gt 300 ]; then
        echo "It does not answer after 5 minutes:" >&2
        if [ -f "$scratch/server.log" ]; then cat "$scratch/server.log" >&2; else "$tool" logs "$running" >&2; fi
        exit 1
    fi
    sleep 1
done
echo "health: answers $SECONDS s after its start with the sample"
# shellcheck disable=SC2059
ask "$(printf "$PAGE" /)" | grep --only-matching '<h1[^>]*>[^<]*' | sed 's/.*>/first page: /'

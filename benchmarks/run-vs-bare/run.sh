#!/usr/bin/env bash
# Measures `amend run` against a bare loop of weekly overwrites.
#   benchmarks/run-vs-bare/run.sh [DIR] [bare|NUMBER …]
# DIR is where the warehouse is, or will be set up (default: below the system's folder for temporary files). What follows
# is the order of things to measure; a number is a run with that many batches in flight.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}

"$root/bin/amend" --version
home=$root/target/amend
dir=${1:-$(mktemp -d)/warehouse}
shift || :
[ $# -gt 0 ] || set -- bare 2 3 3 2 bare

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx2g -XX:+UseParallelGC "@$home/conf/spark.options" -Dlog4j2.configurationFile="$home/conf/log4j2.xml" \
    -cp "$home/lib/amend.jar:$home/lib/spark/*" "$here/RunVsBare.java" "$dir" "$@"

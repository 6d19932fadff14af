#!/usr/bin/env bash
# Measures one reconciliation of two million rows a side against what people write by hand for it.
#   benchmarks/reconcile-cost/run.sh [DIR] [PASSES] [bare|amend|amend-rows|by-hand|measures-9|measures-10|checks-19|checks-20 …]
# DIR is where the table is, or will be set up (default: below the system's folder for temporary files).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}

"$root/bin/amend" --version
home=$root/target/amend
dir=${1:-$(mktemp -d)/warehouse}
shift || :
[ $# -gt 0 ] || set -- 4

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx4g -XX:+UseParallelGC "@$home/conf/spark.options" -Dlog4j2.configurationFile="$home/conf/log4j2.xml" \
    -cp "$home/lib/amend.jar:$home/lib/spark/*" "$here/ReconcileCost.java" "$dir" "$@"

#!/usr/bin/env bash
# Measures what commits cost on a table of many files, with 2 GB of heap.
#   benchmarks/publish-cost/run.sh [swap|commit …]
# Each is measured on a table of its own with 550 days of 200 files: DAYS and FILES_PER_DAY change that.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}

"$root/bin/amend" --version
home=$root/target/amend
[ $# -gt 0 ] || set -- swap commit
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for how in "$@"; do
    "$java" -Xmx2g -Dlog4j2.configurationFile="$home/conf/log4j2.xml" -cp "$home/lib/amend.jar:$home/lib/spark/*" \
        "$here/PublishCost.java" "$folder/$how" "${DAYS:-550}" "${FILES_PER_DAY:-200}" "$how"
done

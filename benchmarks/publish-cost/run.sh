#!/usr/bin/env bash
# Measures what commits cost on a table of many files.
#   benchmarks/publish-cost/run.sh [PHASE …]     (default: quiet live busy rollback)
# The table is set up once; each publication starts from the table as it was set up.
#   quiet     nobody else commits
#   live      a live pipeline has committed outside of the range since the baseline
#   busy      a live pipeline commits every second meanwhile
#   rollback  undoes the publication of the phase before it
# Environment: DAYS (550), FILES_PER_DAY (200), COLUMNS (20), HEAP of each phase (2g), FOLDER to keep the table.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}

"$root/bin/amend" --version
home=$root/target/amend
[ $# -gt 0 ] || set -- quiet live busy rollback
if [ -z "${FOLDER:-}" ]; then
    FOLDER=$(mktemp -d)
    trap 'rm -rf "$FOLDER"' EXIT
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
phase() {
    "$java" "-Xmx$1" -XX:+ExitOnOutOfMemoryError -Dlog4j2.configurationFile="$home/conf/log4j2.xml" \
        -cp "$home/lib/amend.jar:$home/lib/spark/*" \
        "$here/PublishCost.java" "$FOLDER" "${DAYS:-550}" "${FILES_PER_DAY:-200}" "${COLUMNS:-20}" "$2"
}

if [ ! -f "$FOLDER/set-up.db" ]; then
    phase 4g setup
    cp "$FOLDER/catalog.db" "$FOLDER/set-up.db"
fi
for name in "$@"; do
    # The catalog's file says which metadata is the table's: putting it back takes all later commits back
    [ "$name" = rollback ] || cp "$FOLDER/set-up.db" "$FOLDER/catalog.db"
    echo "== $name, ${COLUMNS:-20} columns, heap ${HEAP:-2g}"
    phase "${HEAP:-2g}" "$name"
done

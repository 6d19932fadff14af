#!/usr/bin/env bash
# The same two million rows a side compared by G-Research's spark-extension, on the Spark of this project.
#   benchmarks/reconcile-cost/spark-extension.sh DIR [PASSES]
# DIR is where run.sh has set its table up. Releases for Spark 4 come with the Python package, which carries the jar.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}
source "$root/.ci/versions"

"$root/bin/amend" --version >&2
library=$root/target/spark-extension-$PYSPARK_EXTENSION
if [ ! -f "$library/installed" ]; then
    rm -rf "$library"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$library" \
        "pyspark-extension==$PYSPARK_EXTENSION"
    python3 -m zipfile -e "$library"/*.whl "$library"
    touch "$library/installed"
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx4g "@$root/target/amend/conf/spark.options" -Dlog4j2.configurationFile="$root/target/amend/conf/log4j2.xml" \
    -cp "$library/pyspark/jars/*:$root/target/amend/lib/spark/*" \
    "$here/spark-extension/SparkExtensionDiff.java" "$1" "${2:-3}"

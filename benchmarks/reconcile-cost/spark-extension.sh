#!/usr/bin/env bash
# The same two million rows a side compared by G-Research's spark-extension, on the Spark that its latest release is for.
#   benchmarks/reconcile-cost/spark-extension.sh DIR [PASSES]
# DIR is where run.sh has set its table up.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}
source "$root/.ci/versions"

"$root/bin/amend" --version >&2
libraries=$root/target/spark-extension-$SPARK_EXTENSION
if [ ! -f "$libraries/installed" ]; then
    rm -rf "$libraries"
    (cd "$root" && ./mvnw -B -ntp -q -f "$here/spark-extension/pom.xml" dependency:copy-dependencies \
        -Dspark-extension="$SPARK_EXTENSION" -Dspark="$SPARK_OF_SPARK_EXTENSION" -DoutputDirectory="$libraries")
    touch "$libraries/installed"
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx4g "@$root/target/amend/conf/spark.options" -Dlog4j2.configurationFile="$root/target/amend/conf/log4j2.xml" \
    -cp "$libraries/*" "$here/spark-extension/SparkExtensionDiff.java" "$1" "${2:-3}"

#!/usr/bin/env bash
# The same two million rows a side compared by Capital One's datacompy, on polars, in memory.
#   benchmarks/reconcile-cost/datacompy.sh DIR [PASSES]
# DIR is where run.sh has set its table up.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=${here%/benchmarks/*}
source "$root/.ci/versions"

venv=$root/target/datacompy-$DATACOMPY
if [ ! -f "$venv/installed" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "datacompy==$DATACOMPY" "polars==$POLARS" "pyarrow==$PYARROW"
    touch "$venv/installed"
fi
exec "$venv/bin/python" "$here/datacompy-compare.py" "$1" "${2:-3}"

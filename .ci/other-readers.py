"""Compares what pyiceberg reads from finance.daily_revenue with what Spark read, month by month and to the cent.

Arguments: the folder of the embedded warehouse, and one or more files NAME.json, each the answer of `amend sql -o json`
for the branch or tag NAME.
"""

import json
import pathlib
import sys
from collections import defaultdict
from decimal import Decimal

from pyiceberg.catalog.sql import SqlCatalog

MEASURES = ["orders", "refunds", "gross_revenue", "included_tax", "net_revenue"]


def figures_of_spark(file):
    """Every number as a decimal: a float would hide a difference of a cent."""
    rows = json.loads(file.read_text(), parse_float=Decimal, parse_int=Decimal)
    return {row["month"]: [Decimal(row[name]) for name in ["rows", *MEASURES]] for row in rows}


def figures_of_pyiceberg(table, ref):
    snapshot = table.snapshot_by_name(ref)
    rows = table.scan(snapshot_id=snapshot.snapshot_id, selected_fields=("revenue_date", *MEASURES)).to_arrow()
    months = defaultdict(lambda: [Decimal(0)] * (1 + len(MEASURES)))
    for day, *values in zip(*(rows.column(name).to_pylist() for name in ["revenue_date", *MEASURES])):
        sums = months[f"{day:%Y-%m}"]
        months[f"{day:%Y-%m}"] = [total + value for total, value in zip(sums, [1, *values])]
    return dict(months)


def main(warehouse, *answers):
    catalog = SqlCatalog("lake", uri=f"sqlite:///{warehouse}/catalog.db", warehouse=f"file://{warehouse}")
    table = catalog.load_table("finance.daily_revenue")
    for answer in map(pathlib.Path, answers):
        spark = figures_of_spark(answer)
        others = figures_of_pyiceberg(table, answer.stem)
        if spark != others:
            different = sorted(month for month in spark.keys() | others.keys() if spark.get(month) != others.get(month))
            for month in different:
                print(f"{answer.stem} {month}: Spark {spark.get(month)}, pyiceberg {others.get(month)}", file=sys.stderr)
            sys.exit(1)
        total = [sum(column) for column in zip(*others.values())]
        print(f"{answer.stem}: {len(others)} months agree; {total[0]} rows, net revenue {total[-1]}")


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).absolute()), *sys.argv[2:])

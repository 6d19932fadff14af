"""Compares the benchmark's two Parquet folders with datacompy on polars, and prints the seconds of each pass."""

import sys
import time
from pathlib import Path

import datacompy
import polars

folder, passes = Path(sys.argv[1]), int(sys.argv[2])
seconds = []
for attempt in range(passes + 1):
    start = time.perf_counter()
    before = polars.read_parquet(folder / "rows-before" / "*.parquet")
    after = polars.read_parquet(folder / "rows-after" / "*.parquet")
    compare = datacompy.PolarsCompare(before, after, join_columns=["revenue_date", "merchant_id"])
    report = compare.report()
    took = time.perf_counter() - start
    if f"Number of rows in common: {before.height:,}" not in report:
        sys.exit(f"The report is not about these rows:\n{report}")
    print(f"datacompy    {took:6.1f} s{'' if attempt else ' (to warm up, not counted)'}", flush=True)
    if attempt:
        seconds.append(took)
print(f"datacompy    median of {len(seconds)}: {sorted(seconds)[len(seconds) // 2]:6.1f} s")

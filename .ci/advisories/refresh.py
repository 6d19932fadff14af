#!/usr/bin/env -S python3 -B
"""Writes the list of known advisories again, for the artifacts of a bill of materials.

    refresh.py [BOM] [--export FILE] [--today YYYY-MM-DD]

Reads the export of the OSV database for Maven; without --export it is downloaded. Look at the change before it is
committed: an advisory that is gone was withdrawn.
"""
import argparse
import datetime
import io
import json
import pathlib
import sys
import urllib.request
import zipfile

import check

EXPORT = "https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip"
BOM = check.HERE.parent.parent / "engine/target/amend-jar.cdx.json"


def spans(affected):
    """Ranges in Maven's notation, and the versions that end them."""
    found, fixed = [], []
    for events in (span["events"] for span in affected.get("ranges", []) if span["type"] == "ECOSYSTEM"):
        low = ""
        for event in events:
            if "introduced" in event:
                low = event["introduced"]
                found.append((low, "", ")"))
            elif "fixed" in event:
                found[-1] = (low, event["fixed"], ")")
                fixed.append(event["fixed"])
            elif "last_affected" in event:
                found[-1] = (low, event["last_affected"], "]")
    listed = [f"[{version},{version}]" for version in affected.get("versions", [])] if not found else []
    return [f"{'(' if low in ('', '0') else '['}{'' if low == '0' else low},{high}{end}" for low, high, end in found] + listed, fixed


def entries(record, packages):
    severity = record.get("database_specific", {}).get("severity", "UNKNOWN")
    for affected in record.get("affected", []):
        package = affected.get("package", {})
        if package.get("ecosystem") == "Maven" and package.get("name") in packages and "withdrawn" not in record:
            ranges, fixed = spans(affected)
            yield {"id": record["id"], "aliases": record.get("aliases", []), "package": package["name"], "affected": ranges,
                   "severity": severity, "fixed": fixed, "summary": record.get("summary", "")}


def listed(export, packages, today):
    with zipfile.ZipFile(export) as files:
        records = [json.loads(files.read(name)) for name in sorted(files.namelist()) if name.endswith(".json")]
    found = [entry for record in records for entry in entries(record, packages)]
    return {"source": EXPORT, "exported": today.isoformat(), "packages": sorted(packages),
            "advisories": sorted(found, key=lambda entry: (entry["package"], entry["id"], entry["affected"]))}


def main(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bom", nargs="?", default=BOM)
    parser.add_argument("--export")
    parser.add_argument("--list", default=check.HERE / "advisories.json")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    arguments = parser.parse_args(words)
    if arguments.export:
        export = arguments.export
    else:
        with urllib.request.urlopen(EXPORT, timeout=120) as answer:
            export = io.BytesIO(answer.read())

    fresh = listed(export, set(check.packed(arguments.bom)), arguments.today)
    if not fresh["advisories"]:
        print("The export names none of these artifacts: the list stays as it is", file=sys.stderr)
        return 2
    pathlib.Path(arguments.list).write_text(json.dumps(fresh, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

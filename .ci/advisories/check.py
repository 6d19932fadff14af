#!/usr/bin/env -S python3 -B
"""Compares a CycloneDX bill of materials with the list of known advisories beside this script. Needs no network.

    check.py BOM [--list FILE] [--allowed FILE] [--today YYYY-MM-DD]

Ends with 1 if an advisory is not allowed, and with 2 if it cannot tell: a list that cannot be read or is empty, or that
does not cover what the bill names, never passes.
"""
import argparse
import datetime
import json
import pathlib
import sys
import urllib.parse

import versions

HERE = pathlib.Path(__file__).parent
REFRESH = "Run .ci/advisories/refresh.py"
OLD = datetime.timedelta(days=90)
SEVERITIES = ("LOW", "MODERATE", "HIGH", "CRITICAL", "UNKNOWN")


class Unreadable(Exception):
    """What is compared cannot be read, or does not hold what it has to."""


def document(path):
    try:
        content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise Unreadable(f"Cannot read {path}: {reason}") from reason
    if not isinstance(content, dict):
        raise Unreadable(f"Cannot read {path}: it holds no JSON object")
    return content


def date(text, where):
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError) as reason:
        raise Unreadable(f"Invalid date in {where}: {reason}") from reason


def packed(path):
    """The versions of the foreign artifacts in a bill of materials, by groupId:artifactId."""
    found = {}
    for component in document(path).get("components", []):
        purl = component.get("purl", "")
        if not purl.startswith("pkg:maven/"):
            continue
        group, artifact = purl.removeprefix("pkg:maven/").split("?")[0].split("/")
        name, version = (urllib.parse.unquote(part) for part in artifact.split("@"))
        if group != "dev.amend":
            found[f"{group}:{name}"] = version
    if not found:
        raise Unreadable(f"Cannot check {path}: it names no artifact. Build first: ./mvnw verify")
    return found


def advisories(path, artifacts):
    """The list, after a look at whether it says anything about each artifact."""
    listed = document(path)
    if not listed.get("advisories"):
        raise Unreadable(f"Cannot check with {path}: it holds no advisory. {REFRESH}")
    unasked = sorted(set(artifacts) - set(listed.get("packages", [])))
    if unasked:
        raise Unreadable(f"Cannot check with {path}: it does not cover {', '.join(unasked)}. {REFRESH}")
    for advisory in listed["advisories"]:
        missing = {"id", "package", "affected", "severity", "fixed"} - set(advisory)
        if missing or advisory["severity"] not in SEVERITIES or not advisory["affected"]:
            raise Unreadable(f"Invalid advisory in {path}: {advisory}. {REFRESH}")
    return listed


def age(listed, path, today):
    exported = date(listed.get("exported"), path)
    if exported > today:
        raise Unreadable(f"Invalid date in {path}: {exported} is after {today}. {REFRESH}")
    return today - exported


def affected(artifacts, listed):
    return [advisory for advisory in listed["advisories"] if advisory["package"] in artifacts
            and any(versions.is_in(artifacts[advisory["package"]], span) for span in advisory["affected"])]


def allowances(path, today):
    """What is allowed today, by advisory and package."""
    found = {}
    for entry in document(path).get("allowed", []):
        if not str(entry.get("reason", "")).strip() or not entry.get("id") or not entry.get("package"):
            raise Unreadable(f"Invalid entry in {path}: {entry}. It needs id, package, reason and until")
        found[entry["id"], entry["package"]] = date(entry.get("until"), path) >= today
    return found


def sentence(advisory, version, allowance):
    fixed = ", ".join(advisory["fixed"]) or "none yet"
    end = {None: "", True: " (allowed)", False: " (its allowance has ended)"}[allowance]
    return (f"{advisory['id']} {advisory['severity']}: {advisory['package']} {version} is affected; "
            f"fixed in {fixed}{end}. {advisory.get('summary', '')}".rstrip())


def checked(arguments):
    artifacts = packed(arguments.bom)
    listed = advisories(arguments.list, artifacts)
    days = age(listed, arguments.list, arguments.today)
    allowed = allowances(arguments.allowed, arguments.today)
    if days > OLD:
        print(f"warning: the list of advisories is {days.days} days old. {REFRESH}", file=sys.stderr)

    found = affected(artifacts, listed)
    for advisory in found:
        key = advisory["id"], advisory["package"]
        print(sentence(advisory, artifacts[advisory["package"]], allowed.get(key)))
    for key in sorted(set(allowed) - {(advisory["id"], advisory["package"]) for advisory in found}):
        raise Unreadable(f"{arguments.allowed} allows {key[0]} of {key[1]}, which is not found. Remove the entry")

    wrong = [advisory for advisory in found if not allowed.get((advisory["id"], advisory["package"]))]
    print(f"{len(artifacts)} artifacts, {len(listed['advisories'])} advisories of {listed['exported']}: {len(wrong)} to act on")
    if wrong:
        print("Raise each version in pom.xml to a fixed one. Where that is impossible, add the advisory to"
              f" {arguments.allowed} with a reason and a date", file=sys.stderr)
    return 1 if wrong else 0


def main(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bom")
    parser.add_argument("--list", default=HERE / "advisories.json")
    parser.add_argument("--allowed", default=HERE / "allowed.json")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    try:
        return checked(parser.parse_args(words))
    except (Unreadable, ValueError) as reason:
        print(reason, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

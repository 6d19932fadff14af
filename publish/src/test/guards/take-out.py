#!/usr/bin/env python3
"""Takes the guards of module publish out, one by one, and shows which tests notice.

usage: take-out.py [--file guards.toml] [--table FILE] [--jobs N] [NAME ...]

guards.toml lists the guards. For each, the module's sources are copied to a temporary folder, one text is replaced
there, and the tests that protect the guard are run: each of them must fail. The work tree is never changed.
NAME takes out only the guards whose name holds one of the given texts.

Exit code: 0 all were noticed, 1 one survived or does not compile, 2 guards.toml or the build is wrong.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULE = HERE.parents[2]
ROOT = MODULE.parent
PACKAGE = "dev.amend.publish"
SECONDS_FOR_TESTS = 180
SECONDS_FOR_ALL_TESTS = 1200


class Mistake(Exception):
    """Something is wrong with the list or the build, and not with a guard."""


def main():
    arguments = parse()
    guards = chosen(read_guards(arguments.file), arguments.names)
    with tempfile.TemporaryDirectory(prefix="take-out-") as folder:
        build = Build(Path(folder))
        require_texts(build, guards)
        build.compile_all()
        require_green(build, guards)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            results = list(pool.map(lambda guard: take_out(build, guard), guards))

    survived = [result for result in results if not result["noticed"]]
    if arguments.table:
        Path(arguments.table).write_text(table(results))
    print(f"{len(results)} guards taken out, {len(survived)} survived")
    return 1 if survived else 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default=HERE / "guards.toml", help="the list of guards")
    parser.add_argument("--table", help="writes the results as a Markdown table")
    parser.add_argument("--jobs", type=int, default=2, help="how many guards are out at once, each in its own copy")
    parser.add_argument("names", nargs="*", metavar="NAME")
    return parser.parse_args()


def read_guards(file):
    guards = tomllib.loads(Path(file).read_text())["guard"]
    names = [guard["name"] for guard in guards]
    for name in names:
        if names.count(name) > 1:
            raise Mistake(f"{file}: guard '{name}' stands there twice")
    for guard in guards:
        missing = {"name", "protects", "file", "out", "in", "tests"} - guard.keys()
        if missing or not guard["tests"]:
            raise Mistake(f"{file}: guard '{guard['name']}' has no {', '.join(sorted(missing)) or 'tests'}")
        taken_out(guard, MODULE)
    return guards


def chosen(guards, names):
    found = [guard for guard in guards if not names or any(name in guard["name"] for name in names)]
    if not found:
        raise Mistake(f"No guard is named like {names}")
    return found


def source(guard):
    return Path("src/main/java", PACKAGE.replace(".", "/"), guard["file"])


def taken_out(guard, module):
    """The main source without the guard."""
    text = (module / source(guard)).read_text()
    out = guard["out"].strip("\n")
    count = text.count(out)
    if count != 1:
        raise Mistake(f"guard '{guard['name']}': {guard['file']} has its text {count} times, not once:\n{out}")
    return text.replace(out, guard["in"].strip("\n"))


class Build:
    """A copy of the module, compiled with javac, and its tests."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(MODULE / "src", folder / "src", ignore=shutil.ignore_patterns("guards"))
        libraries = folder / "libraries.txt"
        maven("-pl", MODULE.name, "-am", "compile", "dependency:build-classpath",
              f"-Dmdep.outputFile={libraries}", "-Dmdep.includeScope=test")
        self.libraries = libraries.read_text().strip()
        version = re.search(r"junit-platform-engine-([0-9.]+)\.jar", self.libraries).group(1)
        maven("-N", "dependency:copy", f"-Dartifact=org.junit.platform:junit-platform-console-standalone:{version}",
              f"-DoutputDirectory={folder}")
        self.console = folder / f"junit-platform-console-standalone-{version}.jar"

    def compile_all(self):
        self.javac(self.libraries, self.folder / "classes", sorted((self.folder / "src/main/java").rglob("*.java")))
        self.javac(f"{self.folder}/classes:{self.libraries}", self.folder / "test-classes",
                   sorted((self.folder / "src/test/java").rglob("*.java")))

    def compile_without(self, guard):
        """Compiles the one changed source; its classes go before the others."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        file = place / source(guard).name
        file.write_text(taken_out(guard, self.folder))
        self.javac(f"{self.folder}/classes:{self.libraries}", place / "classes", [file])
        return place

    def javac(self, class_path, to, files):
        command = ["javac", "-nowarn", "-proc:none", "-parameters", "--release", "17", "-cp", class_path,
                   "-d", str(to), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Mistake(f"javac failed:\n{done.stderr}")

    def run(self, tests, place, seconds=SECONDS_FOR_TESTS):
        """Runs tests and returns what each invocation of them came to: a list of (test, failure or None)."""
        reports = place / "reports"
        classes = sorted({test.split("#")[0] for test in tests})
        methods = "|".join(re.escape(f"{PACKAGE}.{test}") for test in tests)
        path = [place / "classes", self.folder / "classes", self.folder / "test-classes", self.console]
        command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                   "-Diceberg.scan.plan-in-worker-pool=false", "-Dsun.net.httpserver.nodelay=true",
                   "-cp", ":".join([*map(str, path), self.libraries]),
                   "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=none",
                   f"--reports-dir={reports}", f"--include-methodname={methods}", "--include-classname=.*",
                   *(f"--select-class={PACKAGE}.{name}" for name in classes)]
        try:
            subprocess.run(command, capture_output=True, text=True, timeout=seconds, cwd=place)
        except subprocess.TimeoutExpired:
            return [(test, f"not done after {seconds} s") for test in tests]
        return outcomes(reports / "TEST-junit-jupiter.xml")


def maven(*arguments):
    command = [str(ROOT / "mvnw"), "-B", "-ntp", "-q", "-Dspotless.check.skip=true", "-f", str(ROOT / "pom.xml"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Mistake(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def outcomes(report):
    found = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        failure = case.find("failure")
        failure = case.find("error") if failure is None else failure
        name = case.get("classname").removeprefix(PACKAGE + ".") + "#" + re.split(r"[(\[{]", case.get("name"))[0]
        found.append((name, None if failure is None else first_line(failure)))
    return found


def first_line(failure):
    message = failure.get("message") or failure.get("type") or ""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:3])[:160] or failure.get("type", "failed")


def require_texts(build, guards):
    """Every guard's text stands in its source once: all mistakes at once, before anything takes long."""
    mistakes = []
    for guard in guards:
        try:
            taken_out(guard, build.folder)
        except Mistake as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise Mistake("\n".join(mistakes))


def require_green(build, guards):
    tests = sorted({test for guard in guards for test in guard["tests"]})
    found = build.run(tests, build.folder, SECONDS_FOR_ALL_TESTS)
    absent = set(tests) - {name for name, _ in found}
    if absent:
        raise Mistake(f"No such tests: {', '.join(sorted(absent))}")
    red = [f"{name}: {failure}" for name, failure in found if failure]
    if red:
        raise Mistake("With every guard in place these fail:\n" + "\n".join(red))
    print(f"With every guard in place {len(tests)} tests pass", flush=True)


def take_out(build, guard):
    """Each of the guard's tests must fail."""
    start = time.monotonic()
    try:
        place = build.compile_without(guard)
    except Mistake as mistake:
        print(f"BROKEN  {guard['name']}: {mistake}", flush=True)
        return {"guard": guard, "failed": {}, "noticed": False}
    found = build.run(guard["tests"], place)
    shutil.rmtree(place)
    failed = {}
    for name, failure in found:
        if failure:
            failed.setdefault(name, failure)

    blind = [test for test in guard["tests"] if test not in failed]
    lines = [f"{'SURVIVED' if blind else 'noticed'}  {guard['name']}  ({time.monotonic() - start:.0f} s)"]
    lines += [f"    {name}: {failure}" for name, failure in failed.items()]
    lines += [f"    {name} did not fail" for name in blind]
    print("\n".join(lines), flush=True)
    return {"guard": guard, "failed": failed, "noticed": not blind}


def table(results):
    lines = ["| guard | where | test | what failed |", "|---|---|---|---|"]
    for result in results:
        guard = result["guard"]
        for test in guard["tests"]:
            failure = result["failed"].get(test, "**SURVIVED**").replace("|", "\\|")
            failure = re.sub(r"/\S*/take-out-\S+|\b\d{15,}\b", "…", failure)
            lines.append(f"| {guard['name']} | `{guard['file'].removesuffix('.java')}` | `{test}` | {failure} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        sys.exit(2)

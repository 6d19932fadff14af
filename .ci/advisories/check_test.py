#!/usr/bin/env -S python3 -B
"""What check.py and refresh.py promise, on planted bills of materials."""
import contextlib
import io
import json
import pathlib
import tempfile
import unittest
import zipfile

import check
import refresh
import versions

CORE = "com.fasterxml.jackson.core:jackson-core"
ADVISORY = {"id": "GHSA-r7wm-3cxj-wff9", "package": CORE, "affected": ["[2.15.0,2.18.8)", "[2.19.0,2.21.4)"],
            "severity": "HIGH", "fixed": ["2.18.8", "2.21.4"], "summary": "Long numbers"}


class CheckTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.write("allowed.json", {"allowed": []})
        self.write("advisories.json", self.listed(ADVISORY))

    @staticmethod
    def listed(*advisories):
        return {"exported": "2026-11-30", "packages": [CORE], "advisories": list(advisories)}

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    def bill(self, version):
        group, name = CORE.split(":")
        own = {"purl": "pkg:maven/dev.amend/amend-specs@0.1.0?type=jar"}
        return self.write("bom.json", {"components": [{"purl": f"pkg:maven/{group}/{name}@{version}?type=jar"}, own]})

    def run_check(self, bom, listed=None, today="2026-12-01"):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = check.main([bom, "--list", listed or str(self.folder / "advisories.json"),
                               "--allowed", str(self.folder / "allowed.json"), "--today", today])
        return code, out.getvalue(), err.getvalue()

    def test_fails_on_a_planted_version_and_says_what_to_do(self):
        code, out, err = self.run_check(self.bill("2.21.2"))
        self.assertEqual(1, code)
        self.assertIn(f"GHSA-r7wm-3cxj-wff9 HIGH: {CORE} 2.21.2 is affected; fixed in 2.18.8, 2.21.4. Long numbers", out)
        self.assertIn("Raise each version in pom.xml to a fixed one", err)

    def test_knows_the_ends_of_a_range(self):
        codes = {version: self.run_check(self.bill(version))[0] for version in (
            "2.14.3", "2.15.0", "2.18.7", "2.18.8", "2.18.10", "2.19.0-rc1", "2.19.0", "2.21.3", "2.21.4-rc1", "2.21.4", "2.21.6")}
        self.assertEqual({"2.14.3": 0, "2.15.0": 1, "2.18.7": 1, "2.18.8": 0, "2.18.10": 0, "2.19.0-rc1": 0,
                          "2.19.0": 1, "2.21.3": 1, "2.21.4-rc1": 1, "2.21.4": 0, "2.21.6": 0}, codes)

    def test_the_pinned_list_finds_what_it_was_made_for(self):
        pinned = check.document(check.HERE / "advisories.json")
        found = check.affected({CORE: "2.21.2", "com.fasterxml.jackson.core:jackson-databind": "2.21.2"}, pinned)
        self.assertIn("GHSA-r7wm-3cxj-wff9", {advisory["id"] for advisory in found})
        self.assertIn("GHSA-j3rv-43j4-c7qm", {advisory["id"] for advisory in found})

    def test_never_passes_with_a_list_that_says_nothing(self):
        bom = self.bill("2.21.6")
        for content in ("", "no json", "[]", {}, self.listed(), {**self.listed(ADVISORY), "packages": []},
                        {**self.listed(ADVISORY), "exported": "soon"}, {**self.listed(ADVISORY), "exported": "2027-01-01"},
                        self.listed({**ADVISORY, "affected": []}), self.listed({**ADVISORY, "affected": ["2.21.4"]}),
                        self.listed({**ADVISORY, "severity": "BAD"}), self.listed({"id": "GHSA-r7wm-3cxj-wff9"})):
            with self.subTest(content=content):
                code, _, err = self.run_check(bom, self.write("broken.json", content))
                self.assertEqual((2, True), (code, bool(err)))
        self.assertEqual(2, self.run_check(bom, str(self.folder / "missing.json"))[0])

    def test_never_passes_with_a_bill_that_names_nothing(self):
        for content in ("", {}, {"components": []}, {"components": [{"purl": "pkg:maven/dev.amend/amend-specs@0.1.0"}]}):
            with self.subTest(content=content):
                self.assertEqual(2, self.run_check(self.write("bom.json", content))[0])

    def test_warns_of_an_old_list_and_passes(self):
        code, _, err = self.run_check(self.bill("2.21.6"), today="2027-03-01")
        self.assertEqual((0, "warning: the list of advisories is 91 days old. Run .ci/advisories/refresh.py\n"), (code, err))
        self.assertEqual("", self.run_check(self.bill("2.21.6"), today="2027-02-28")[2])

    def test_allows_what_has_a_reason_until_its_day(self):
        entry = {"id": ADVISORY["id"], "package": CORE, "reason": "the parser is not used", "until": "2026-12-31"}
        self.write("allowed.json", {"allowed": [entry]})
        self.assertEqual(0, self.run_check(self.bill("2.21.2"), today="2026-12-31")[0])
        code, out, _ = self.run_check(self.bill("2.21.2"), today="2027-01-01")
        self.assertEqual(1, code)
        self.assertIn("its allowance has ended", out)

    def test_refuses_an_allowance_without_reason_or_end_or_finding(self):
        entry = {"id": ADVISORY["id"], "package": CORE, "reason": "the parser is not used", "until": "2026-12-31"}
        for wrong in ({**entry, "reason": " "}, {**entry, "until": "never"}, {"id": ADVISORY["id"]}, {**entry, "id": "GHSA-x"}):
            with self.subTest(entry=wrong):
                self.write("allowed.json", {"allowed": [wrong]})
                self.assertEqual(2, self.run_check(self.bill("2.21.2"))[0])

    def test_orders_versions_as_maven_does(self):
        order = ["1.0-alpha-1", "1.0-beta1", "1.0-m2", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp", "1.0.1", "1.1.6.RELEASE", "1.2", "1.10", "2.0", "10.0"]
        for older, newer in zip(order, order[1:]):
            self.assertLess(versions.compare(older, newer), 0, f"{older} < {newer}")
            self.assertGreater(versions.compare(newer, older), 0, f"{newer} > {older}")
        for one, same in (("1", "1.0.0"), ("1.0", "1.0-ga"), ("1.0.Final", "1"), ("1.0-RC1", "1.0-cr1"), ("1a1", "1-alpha-1")):
            self.assertEqual(0, versions.compare(one, same), f"{one} = {same}")

    def test_makes_a_list_of_an_export(self):
        record = {"id": "GHSA-r7wm-3cxj-wff9", "summary": "Long numbers", "database_specific": {"severity": "HIGH"}, "affected": [
            {"package": {"ecosystem": "Maven", "name": CORE}, "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "2.15.0"}, {"fixed": "2.18.8"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "2.1"}]}]},
            {"package": {"ecosystem": "Maven", "name": "another:artifact"}, "ranges": []}]}
        export = self.folder / "all.zip"
        with zipfile.ZipFile(export, "w") as files:
            files.writestr("a.json", json.dumps(record))
            files.writestr("b.json", json.dumps({**record, "id": "GHSA-gone", "withdrawn": "2026-01-01"}))
        made = self.folder / "made.json"
        code = refresh.main([self.bill("2.18.7"), "--export", str(export), "--list", str(made), "--today", "2026-12-01"])
        self.assertEqual(0, code)
        self.assertEqual([{**ADVISORY, "aliases": [], "affected": ["[2.15.0,2.18.8)", "(,2.1]"], "fixed": ["2.18.8"]}],
                         check.document(made)["advisories"])
        self.assertEqual(1, self.run_check(self.bill("2.18.7"), str(made))[0])


if __name__ == "__main__":
    unittest.main()

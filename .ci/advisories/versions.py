"""Maven's order of versions, and its ranges such as [2.19.0,2.21.4)."""
import functools
import re

_QUALIFIERS = {"alpha": 0, "beta": 1, "milestone": 2, "rc": 3, "cr": 3, "snapshot": 4, "": 5, "final": 5, "ga": 5,
               "release": 5, "sp": 6}
_RELEASE = (1, 5, "")
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}


def _items(version):
    """Numbers and words in order, a word before a number, without what means nothing at the end of a part."""
    parts = []
    for part in version.lower().split("-"):
        items = []
        for number, word, digit in re.findall(r"(\d+)|([a-z]+)(?=(\d)|)", part):
            if number:
                items.append((2, int(number), ""))
            else:
                word = _SHORT.get(word, word) if digit else word
                items.append((1, _QUALIFIERS.get(word, 7), "" if word in _QUALIFIERS else word))
        while items and items[-1] in ((2, 0, ""), _RELEASE):
            items.pop()
        parts.append(items)
    return [item for items in parts for item in items]


def compare(one, other):
    """Negative, zero or positive, as `one` is older than, equal to or newer than `other`."""
    left, right = _items(one), _items(other)
    for index in range(max(len(left), len(right))):
        a = left[index] if index < len(left) else None
        b = right[index] if index < len(right) else None
        # What is missing counts as 0 beside a number and as a release beside a word
        a = a or ((2, 0, "") if b[0] == 2 else _RELEASE)
        b = b or ((2, 0, "") if a[0] == 2 else _RELEASE)
        if a != b:
            return -1 if a < b else 1
    return 0


newest = functools.partial(max, key=functools.cmp_to_key(compare))
_RANGE = re.compile(r"([\[(])([^,\[\]()]*),([^,\[\]()]*)([\])])")


def is_in(version, version_range):
    """True if a range holds a version; raises ValueError if the range cannot be read."""
    found = _RANGE.fullmatch(version_range)
    if not found:
        raise ValueError(f"Invalid range '{version_range}': expected such as [2.19.0,2.21.4)")
    opening, low, high, closing = found.groups()
    above = not low or compare(version, low) > 0 or (opening == "[" and compare(version, low) == 0)
    below = not high or compare(version, high) < 0 or (closing == "]" and compare(version, high) == 0)
    return above and below

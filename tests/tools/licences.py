#!/usr/bin/env python3
"""Every crate comes from the one registry and under a licence of deny.toml.

usage: licences.py [FOLDER]    (the folder of Cargo.toml; the working one if none)

`cargo deny check` says the same and more, where it is installed; this needs
only cargo itself.  An expression of SPDX holds if one side of each OR is made
of allowed licences.
"""
import json
import pathlib
import re
import subprocess
import sys
import tomllib


def holds(expression, allowed):
    """Whether an SPDX expression can be met; `/` is the old way to write OR."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either():
        met = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            met = both() or met
        return met

    def both():
        met = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            met = one() and met
        return met

    def one():
        token = tokens.pop(0)
        if token == "(":
            met = either()
            tokens.pop(0)
            return met
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            token = f"{token} WITH {tokens.pop(0)}"
        return token in allowed

    return either()


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    deny = tomllib.loads((folder / "deny.toml").read_text(encoding="utf-8"))
    allowed = set(deny["licenses"]["allow"])
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in deny["licenses"].get("exceptions", [])}
    # The planted cases: what this check is for, it must notice.
    assert holds("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Unicode-3.0"})
    assert not holds("GPL-3.0-only", {"MIT"}) and not holds("MIT AND GPL-3.0-only", {"MIT"})
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    packages = json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)["packages"]
    faults, used = [], set()
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["source"] is None:
            continue
        if not package["source"].startswith("registry+"):
            faults.append(f"{name}: comes from {package['source']}")
        expression = package["license"] or ""
        if not expression:
            faults.append(f"{name}: names no licence")
        elif not holds(expression, allowed | exceptions.get(package["name"], set())):
            faults.append(f"{name}: {expression}")
        used.update(re.findall(r"[A-Za-z0-9.-]+", expression))
    faults += [f"deny.toml allows {licence}, which no crate uses" for licence in sorted(allowed) if licence.split(" WITH ")[0] not in used]
    for fault in faults:
        print(f"     {fault}")
    print(f"{'FAIL' if faults else 'ok  '} licences and sources of {len(packages) - 1} crates")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

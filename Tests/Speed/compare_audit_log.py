#!/usr/bin/env python3
"""Sets the decoding of a 2 MB audit log against Python's json.loads on the same bytes, in one run.

    swift build -c release --product tessera-benchmarks
    Tests/Speed/compare_audit_log.py [PATH OF tessera-benchmarks]

Both sides are measured in turn, five times, so that a busy machine slows both. Python parses the outer document only
(what the target is stated for), and once more with the JSON text inside each entry, which is what Tessera does in any
case. Ends with 1 when Tessera takes more than three times as long as the outer json.loads alone.
"""

import json
import re
import subprocess
import sys
import tempfile
import time

ROUNDS, RUNS, LIMIT = 5, 30, 3.0
UNITS = {"ns": 1e-6, "us": 1e-3, "\u00b5s": 1e-3, "ms": 1.0, "s": 1e3}


def python_milliseconds(work):
    samples = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        samples.append((time.perf_counter() - start) * 1e3)
    return sorted(samples)[RUNS // 2]


def tessera_milliseconds(binary, sample):
    text = subprocess.run(
        [binary, "audit-log", "--runs", str(RUNS), "--write-sample", sample], check=True, capture_output=True, text=True
    ).stdout
    row = next(line for line in text.splitlines() if line.startswith("audit-log: decode"))
    times = re.findall(r"([0-9.]+) (ns|us|\u00b5s|ms|s)\b", row)
    number, unit = times[1]  # minimum, median, maximum
    return float(number) * UNITS[unit]


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else ".build/release/tessera-benchmarks"
    rows = []
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        for _ in range(ROUNDS):
            ours = tessera_milliseconds(binary, file.name)
            with open(file.name, "rb") as sample:
                data = sample.read()
            outer = python_milliseconds(lambda: json.loads(data))
            both = python_milliseconds(lambda: [json.loads(entry["log"]) for entry in json.loads(data)])
            rows.append((ours, outer, both))
    ours, outer, both = (sorted(column)[ROUNDS // 2] for column in zip(*rows))
    print(f"{len(data)} bytes, medians of {ROUNDS} rounds of {RUNS} runs")
    print(f"Tessera, bytes to events          {ours:7.2f} ms")
    print(f"json.loads of the document        {outer:7.2f} ms   Tessera takes {ours / outer:.2f} of it")
    print(f"json.loads of it and its entries  {both:7.2f} ms   Tessera takes {ours / both:.2f} of it")
    return 0 if ours <= LIMIT * outer else 1


if __name__ == "__main__":
    sys.exit(main())

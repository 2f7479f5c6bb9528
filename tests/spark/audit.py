"""Audits a large log of tokens with Apache Spark: each partition goes through `whichtoken lint`.

    spark-submit audit.py LOG [ARGUMENT...]

LOG is a text file or folder of records that `whichtoken` reads, one a line (see "A million tokens" in
the README); ARGUMENTS go to `whichtoken lint` as they are. Prints the counts of the audit as one JSON
object: tokens, lines that could not be read, tokens by kind, findings by rule.
"""

import json
import subprocess
import sys
from collections import Counter
from operator import add
from threading import Thread

from pyspark.sql import SparkSession


def lint(arguments):
    """The function of one partition: lines in, reports out, in constant memory."""

    def of_partition(lines):
        process = subprocess.Popen(
            ["whichtoken", "lint", "--input-format", "ndjson", "--format", "ndjson", "--quiet"]
            + ["--jobs", "1"]
            + arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        def feed():
            for line in lines:
                process.stdin.write(line + "\n")
            process.stdin.close()

        # Both ends at once, so that neither waits for the other.
        feeder = Thread(target=feed)
        feeder.start()
        yield from (json.loads(report) for report in process.stdout)
        feeder.join()
        # Findings (1) and lines that could not be read (2) are in the reports.
        if process.wait() not in (0, 1, 2):
            raise RuntimeError(f"whichtoken ended with {process.returncode}")

    return of_partition


def counts(report):
    """What one report adds to the audit."""
    for token in report["tokens"]:
        yield ("tokens", ""), 1
        yield ("kinds", token["classification"]["kind"]), 1
        for finding in token["findings"]:
            yield ("findings", finding["rule"]), 1
    for _ in report.get("unreadable", []):
        yield ("unreadable", ""), 1


def audit(context, log, arguments):
    """The counts of the whole log."""
    found = (
        context.textFile(log)
        .mapPartitions(lint(arguments))
        .flatMap(counts)
        .reduceByKey(add)
        .collect()
    )
    totals = {"tokens": 0, "unreadable": 0, "kinds": Counter(), "findings": Counter()}
    for (what, name), count in found:
        if name:
            totals[what][name] = count
        else:
            totals[what] = count
    return totals


if __name__ == "__main__":
    session = SparkSession.builder.appName("whichtoken audit").getOrCreate()
    print(json.dumps(audit(session.sparkContext, sys.argv[1], sys.argv[2:]), sort_keys=True))
    session.stop()

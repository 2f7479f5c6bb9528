#!/usr/bin/env bash
# The audit of a token log with Spark, on a cluster of two workers on this machine: its counts must be
# those of one process. Needs Java 17 or later; takes pyspark from PyPI. Not a part of `cargo test`.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.0.1
cargo build --locked --quiet
PATH="$PWD/target/debug:$PATH"
export PATH

# The captured tokens many times over, and a line that nobody can read in every hundred.
"$folder/venv/bin/python" - "$folder/log.ndjson" <<'PYTHON'
import json, sys
captures = [json.loads(line) for line in open("fixtures/captures/tokens.jsonl")]
with open(sys.argv[1], "w") as log:
    for number in range(20_000):
        capture = captures[number % len(captures)]
        record = {"token": capture["token"], "id": str(number), "slot": capture["is"]}
        log.write("{broken\n" if number % 100 == 99 else json.dumps(record) + "\n")
PYTHON

arguments=(--now 1795341600 --jwks fixtures/providers/captured/jwks.json)
arguments[3]=$PWD/${arguments[3]}
SPARK_HOME=$("$folder/venv/bin/python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
export SPARK_HOME PYSPARK_PYTHON="$folder/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1

"$SPARK_HOME/bin/spark-submit" --master 'local-cluster[2,1,1024]' --conf spark.ui.enabled=false \
  tests/spark/audit.py "$folder/log.ndjson" "${arguments[@]}" >"$folder/spark.json" 2>"$folder/spark.log" \
  || { tail -40 "$folder/spark.log"; exit 1; }

# The same log in one process.
whichtoken lint "$folder/log.ndjson" --format ndjson --quiet "${arguments[@]}" >"$folder/one.ndjson" 2>/dev/null || true
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import json, sys
sys.path.insert(0, "tests/spark")
from audit import counts
from collections import Counter
folder = sys.argv[1]
one = {"tokens": 0, "unreadable": 0, "kinds": Counter(), "findings": Counter()}
for line in open(f"{folder}/one.ndjson"):
    for (what, name), count in counts(json.loads(line)):
        if name:
            one[what][name] += count
        else:
            one[what] += count
spark = json.load(open(f"{folder}/spark.json"))
assert spark == one, f"spark: {spark}\none process: {one}"
assert one["tokens"] == 19_800 and one["unreadable"] == 200, one
print(f"equal: {one['tokens']} tokens, {one['unreadable']} unreadable lines, {sum(one['findings'].values())} findings of {len(one['findings'])} rules")
PYTHON

"""Hold the validator against recorded verdicts of a real API server.

    python tools/compare_with_server.py VERDICTS.jsonl.gz [--kubernetes-version 1.36] [--crds DIR]

Each line of the file is JSON: `manifest`, `verdict` (accept or reject), for a rejection `causes` with
`field` and `detail`. Prints agreement, recall, false refusals, the share of the server's fields and messages
that mlkube names, and each manifest that it judges otherwise. Exits with 1 where there is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys

import mlkube


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verdicts")
    parser.add_argument("--kubernetes-version", default="1.36")
    parser.add_argument("--crds", action="append", default=[])
    arguments = parser.parse_args()
    with gzip.open(arguments.verdicts, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    text = "".join(f"---\n{json.dumps(row['manifest'], ensure_ascii=False)}\n" for row in rows)
    report = mlkube.validate(text, kubernetes_version=arguments.kubernetes_version, crds=arguments.crds)
    ours = {resource.document: resource for resource in report.resources}
    agreeing = refused = found = false = fields = named = messages = said = 0
    for number, row in enumerate(rows):
        resource = ours[number]
        accepted, valid = row["verdict"] == "accept", resource.status == "valid"
        agreeing += accepted == valid
        refused += not accepted
        found += not accepted and not valid
        false += accepted and not valid
        causes = [cause for cause in row.get("causes") or [] if cause.get("field")]
        wanted = {cause["field"] for cause in causes}
        fields += len(wanted)
        named += len(wanted & {finding.path for finding in resource.errors})
        texts = {(cause["field"], cause.get("detail")) for cause in causes}
        messages += len(texts)
        said += len(texts & {(finding.path, finding.message) for finding in resource.errors})
        if accepted != valid:
            print(f"{row['id']}: server {row['verdict']}, mlkube {resource.status}")
    print(
        f"{len(rows)} manifests: agreement {agreeing / len(rows):.4f}, recall {found / max(1, refused):.4f}, "
        f"{false} false refusals, fields {named / max(1, fields):.4f}, messages {said / max(1, messages):.4f}"
    )
    return int(agreeing != len(rows))


if __name__ == "__main__":
    sys.exit(main())

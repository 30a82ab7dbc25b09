"""Milliseconds a step and bytes a materialisation of one job of `graph.py`, as JSON: `measure.py chain|wide in-process|default`."""

import json
import os
import sys
import time
from pathlib import Path

import graph
from dagster import DagsterInstance, execute_job, materialize, reconstructable


def stored() -> int:
    """Bytes of all that Dagster keeps."""
    return sum(file.stat().st_size for file in Path(os.environ["DAGSTER_HOME"]).rglob("*") if file.is_file())


def run(instance: DagsterInstance, shape: str, executor: str) -> float:
    """Milliseconds a step of one run."""
    assets = graph.chain if shape == "chain" else graph.wide
    began = time.time()
    if executor == "in-process":
        success = materialize(assets, instance=instance).success
    else:
        job = reconstructable(graph.chain_job if shape == "chain" else graph.wide_job)
        with execute_job(job, instance=instance) as result:
            success = result.success
    assert success
    return (time.time() - began) * 1000 / len(assets)


def main(shape: str, executor: str) -> None:
    with DagsterInstance.get() as instance:
        if executor == "in-process":
            run(instance, shape, executor)
        before = stored()
        milliseconds = run(instance, shape, executor)
        print(json.dumps({"ms": milliseconds, "bytes": (stored() - before) / graph.COUNT}))


# The default executor's processes import this file again.
if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""Assets that do nothing, in a chain and side by side, as Dagster declares them; the first one says when its code began."""

import os
import time

from dagster import AssetsDefinition, Definitions, asset, define_asset_job

COUNT = int(os.environ.get("ASSETS", "100"))


def one(name: str, deps: list[str]) -> AssetsDefinition:
    """An asset without content: nothing is written by it but what Dagster keeps of it."""

    @asset(name=name, deps=deps)
    def nothing() -> None:
        if "BEGAN" in os.environ:
            with open(os.environ["BEGAN"], "w") as file:
                file.write(str(time.time() * 1000))

    return nothing


chain = [one(f"chain_{at}", [f"chain_{at - 1}"] if at > 0 else []) for at in range(COUNT)]
wide = [one(f"wide_{at}", []) for at in range(COUNT)]

defs = Definitions(
    assets=[*chain, *wide],
    jobs=[define_asset_job("chain_job", selection=chain), define_asset_job("wide_job", selection=wide)],
)


def chain_job():
    """The chain, as other processes build it again."""
    return defs.get_job_def("chain_job")


def wide_job():
    """Those side by side, as other processes build them again."""
    return defs.get_job_def("wide_job")

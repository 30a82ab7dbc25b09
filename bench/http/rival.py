"""FastAPI + SQLAlchemy on asyncpg: answers the statements of a JSON file, each under its name, with the given parameters."""

import json
import os
from datetime import date
from decimal import Decimal

import orjson
from fastapi import FastAPI, Request, Response
from sqlalchemy.ext.asyncio import create_async_engine

with open(os.environ["STATEMENTS"]) as file:
    statements = json.load(file)
# Who waits for a connection waits: after the usual 30 s it would be a 500, when more than eight callers fall to one worker.
# Each answer is one statement that reads: a BEGIN and a ROLLBACK around it would be two ways to the database for nothing.
engine = create_async_engine(
    os.environ["DATABASE"], isolation_level="AUTOCOMMIT", pool_size=8, max_overflow=0, pool_timeout=3600
)
app = FastAPI()


def bound(value, request):
    """A parameter as asyncpg takes it; `from` and `to` are the request's."""
    if value in ("$from", "$to"):
        return date.fromisoformat(request.query_params[value[1:]])
    return value


def told(value):
    """What JSON has no type for."""
    return float(value) if isinstance(value, Decimal) else str(value)


@app.get("/{name}")
async def answer(name: str, request: Request):
    statement = statements[name]
    values = tuple(bound(value, request) for value in statement["values"])
    async with engine.connect() as connection:
        result = await connection.exec_driver_sql(statement["text"], values)
        rows = [dict(row) for row in result.mappings()]
    return Response(orjson.dumps({"data": rows}, default=told), media_type="application/json")

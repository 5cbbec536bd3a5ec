"""Reads data with fastavro.

Each line of the input holds a writer's schema, a reader's schema and data in hexadecimal digits; each line of the output
lists, for every datum, why it cannot be read, or an empty text where it can.
"""

import io
import json
import sys

import fastavro


def refusal(writer, reader, datum):
    stream = io.BytesIO(bytes.fromhex(datum))
    try:
        fastavro.schemaless_reader(stream, json.loads(writer), json.loads(reader))
    except Exception as e:  # whatever a reader raises is its answer
        return f"{type(e).__name__}: {e}" or "refused"
    return "bytes are left" if stream.read(1) else ""


for line in sys.stdin:
    question = json.loads(line)
    answers = [refusal(question["writer"], question["reader"], datum) for datum in question["data"]]
    print(json.dumps(answers))

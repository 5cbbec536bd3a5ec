"""Holds documents against schemas with the package jsonschema.

Each line of the input holds a writer's schema, a reader's schema and documents; each line of the output lists, for every
document, whether the writer's schema accepts it and whether the reader's does, or null where the library cannot say.
Numbers are exact.
"""

import decimal
import json
import sys

import jsonschema


def read(text):
    return json.loads(text, parse_float=decimal.Decimal)


def validator(text):
    schema = read(text)
    return jsonschema.validators.validator_for(schema)(schema)


def accepts(judge, document):
    try:
        return judge.is_valid(document)
    except Exception:  # schemas without end, and words that the library trips over
        return None


for line in sys.stdin:
    question = json.loads(line)
    writer, reader = validator(question["writer"]), validator(question["reader"])
    answers = []
    for datum in question["data"]:
        document = read(datum)
        answers.append([accepts(writer, document), accepts(reader, document)])
    print(json.dumps(answers))

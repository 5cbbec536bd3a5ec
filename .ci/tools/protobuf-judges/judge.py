"""Reads data with code that protoc generates, and says what is not read as it was written.

A line of standard input is a question: {"writer": text, "reader": text, "data": [{"message": name, "bytes": hex}]}. A
line of the answer lists, for each datum, why it is not read alike; empty when it is. The texts have packages of their own.
"""

import binascii
import importlib
import json
import os
import sys
import tempfile

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError
from grpc_tools import protoc

TEXT = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)


def generate(folder, questions):
    names = []
    for i, question in enumerate(questions):
        for role in ("writer", "reader"):
            name = f"{role}{i}"
            names.append(name + ".proto")
            with open(os.path.join(folder, name + ".proto"), "w") as f:
                f.write(question[role])
    for start in range(0, len(names), 200):
        if protoc.main(["protoc", "-I" + folder, "--python_out=" + folder] + names[start : start + 200]) != 0:
            sys.exit("protoc refuses what was to be judged")
    sys.path.insert(0, folder)


def module(role, i):
    return importlib.import_module(f"{role}{i}_pb2")


def plain(value):
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bool):
        return int(value)
    return value


def alike(a, b):
    return a == b or a != a and b != b


def differs(w, r):
    """The first field that the reader has and reads as another value; None when there is none."""
    for field in w.DESCRIPTOR.fields:
        other = r.DESCRIPTOR.fields_by_number.get(field.number)
        if other is not None:
            at = differs_field(w, field, r, other)
            if at:
                return f"{field.name}: {at}"
    return None


def differs_field(w, field, r, other):
    was, entries = values(w, field)
    now, others = values(r, other)
    if entries != others:
        return "a map is read as something else, or something else as a map" if was else None
    if was is None or now is None:
        return differs_unwritten(w, field, r, other, was, now)
    if len(was) != len(now):
        return f"{len(was)} values are read as {len(now)}"
    for a, b in zip(was, now):
        at = differs_value(a, b)
        if at:
            return at
    return None


def differs_unwritten(w, field, r, other, was, now):
    """Compares what single values are read as that were not written on one side or on both."""
    message = FieldDescriptor.CPPTYPE_MESSAGE
    if was is None and other.is_repeated:
        return "what was not written is read" if now else None
    if was is None:
        if message in (field.cpp_type, other.cpp_type):
            return None
        a, b = plain(getattr(w, field.name)), plain(getattr(r, other.name))
        zero = not a and not b and (field.type in TEXT) != (other.type in TEXT)
        return None if zero or alike(a, b) else f"not written is {a} and is read as {b}"
    if not was:
        return None
    if field.is_repeated or message in (field.cpp_type, other.cpp_type):
        return "it is lost"
    a, b = plain(was[0]), plain(getattr(r, other.name))
    if other.has_presence:
        return "it is lost"
    return None if alike(a, b) else f"{a} is read as {b}"


def values(m, field):
    """The values of a field as a list, None for a single one that is not written, and whether it is a map."""
    value = getattr(m, field.name)
    if field.is_repeated:
        entry = field.message_type is not None and field.message_type.GetOptions().map_entry
        if not entry:
            return list(value), False
        pairs = []
        for key in value:
            pairs += [key, value[key]]
        return pairs, True
    if not (m.HasField(field.name) if field.has_presence else value):
        return None, False
    return [value], False


def differs_value(a, b):
    if hasattr(a, "DESCRIPTOR") != hasattr(b, "DESCRIPTOR"):
        return "a message is read as something else, or something else as a message"
    if hasattr(a, "DESCRIPTOR"):
        return differs(a, b)
    return None if alike(plain(a), plain(b)) else f"{plain(a)} is read as {plain(b)}"


def find(file, name):
    """The class of a message by its path of names."""
    found = file
    for part in name.split("."):
        found = getattr(found, part)
    return found


def judge(i, datum):
    data = binascii.unhexlify(datum["bytes"])
    written = find(module("writer", i), datum["message"])()
    written.ParseFromString(data)
    read = find(module("reader", i), datum["message"])()
    try:
        read.ParseFromString(data)
    except DecodeError as e:
        return f"refused: {e}"
    if not read.IsInitialized():
        return "refused: a required field is missing"
    return differs(written, read) or ""


def main():
    questions = [json.loads(line) for line in sys.stdin]
    with tempfile.TemporaryDirectory() as folder:
        generate(folder, questions)
        for i, question in enumerate(questions):
            print(json.dumps([judge(i, datum) for datum in question["data"] or []]))


main()

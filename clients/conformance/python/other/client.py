"""Runs python-schema-registry-client, unchanged, against a registry.

    client.py registry URL    call every method, in both of its clients, and round-trip a message in each format

Every check prints a line; the first that fails ends the program with status 1.
"""
import asyncio
import inspect
import json
import sys
import uuid

from schema_registry.client import AsyncSchemaRegistryClient, SchemaRegistryClient
from schema_registry.client.errors import ClientError
from schema_registry.client.schema import AvroSchema, JsonSchema
from schema_registry.serializers import AvroMessageSerializer, JsonMessageSerializer

PAYMENT = {"id": "p-1", "amount": 4200}
AVRO = {"type": "record", "name": "Payment", "namespace": "shop", "fields": [{"name": "id", "type": "string"}, {"name": "amount", "type": "long"}]}
NEXT = {**AVRO, "fields": AVRO["fields"] + [{"name": "note", "type": ["null", "string"], "default": None}]}
BROKEN = {**AVRO, "fields": AVRO["fields"] + [{"name": "price", "type": "int"}]}
JSON_SCHEMA = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Payment", "type": "object", "properties": {
    "id": {"type": "string"}, "amount": {"type": "integer"}}, "required": ["id", "amount"]}


def expect(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, want {want!r}")
    print(f"ok {what}")


class Blocking:
    """Calls a client of either kind, waits for it, and remembers which methods were called."""

    def __init__(self, client, loop):
        self.client, self.loop, self.called = client, loop, set()

    def __getattr__(self, name):
        self.called.add(name)

        def call(*args, **named):
            answer = getattr(self.client, name)(*args, **named)
            return self.loop.run_until_complete(answer) if inspect.isawaitable(answer) else answer
        return call

    def missed(self):
        public = {name for name, _ in inspect.getmembers(type(self.client), callable) if not name.startswith("_")}
        return public - self.called


def refused(client, subject, schema):
    """The status with which a registration is refused."""
    try:
        return client.register(subject, schema)
    except ClientError as error:
        return error.http_code


def walk(client, reader, subject, named):
    first = client.register(subject, AvroSchema(AVRO))
    expect("checked", client.test_compatibility(subject, AvroSchema(BROKEN)), False)
    expect("checked, with reasons", client.test_compatibility(subject, AvroSchema(BROKEN), version=1, verbose=True)["is_compatible"], False)
    expect("incompatible", refused(client, subject, AvroSchema(BROKEN)), 409)
    second = client.register(subject, json.dumps(NEXT), schema_type="AVRO")
    expect("by id", reader.get_by_id(first).raw_schema, AVRO)
    expect("by an unknown id", reader.get_by_id(2147483000), None)
    expect("who has an id", (named, 1) in [(v.subject, v.version) for v in reader.get_schema_subject_versions(first)], True)
    latest = reader.get_schema(subject)
    expect("latest", (latest.version, latest.schema_id, latest.schema.raw_schema["fields"]), (2, second, NEXT["fields"]))
    expect("a version", reader.get_schema(subject, 1).schema_id, first)
    expect("no version", reader.get_schema(subject, 9), None)
    expect("looked up", reader.check_version(subject, AvroSchema(AVRO)).version, 1)
    expect("not looked up", reader.check_version(subject, AvroSchema(BROKEN)), None)
    expect("subjects", named in reader.get_subjects(), True)
    expect("versions", reader.get_versions(subject), [1, 2])
    expect("level set", client.update_compatibility("FULL", subject), True)
    expect("level", reader.get_compatibility(subject), "FULL")
    expect("level of all set", client.update_compatibility("BACKWARD"), True)
    expect("level of all", reader.get_compatibility(), "BACKWARD")
    expect("a request", reader.request(f"{reader.client.url_manager.base_url}/subjects/{subject}/versions").json(), [1, 2])
    expect("headers", "Accept" in reader.prepare_headers(), True)
    expect("a version deleted", client.delete_version(subject, 1), 1)
    expect("the latest deleted", client.delete_version(subject), 2)
    client.register(subject, AvroSchema(BROKEN))
    expect("deleted", client.delete_subject(subject), [3])
    expect("deleted again", client.delete_subject(subject), [])


def qualify(client, reader, subject):
    """Reaches another context by the name of a subject."""
    one = client.register(subject, AvroSchema(AVRO))
    expect("qualified, latest", (reader.get_schema(subject).subject, reader.get_schema(subject).schema_id), (subject, one))
    expect("qualified, looked up", reader.check_version(subject, AvroSchema(AVRO)).version, 1)
    expect("qualified, checked", client.test_compatibility(subject, AvroSchema(BROKEN)), False)
    expect("qualified, deleted", client.delete_subject(subject), [1])


def round_trips(client, prefix):
    for name, serializer, schema in (("avro", AvroMessageSerializer(client), AvroSchema(AVRO)), ("json", JsonMessageSerializer(client), JsonSchema(JSON_SCHEMA))):
        wire = serializer.encode_record_with_schema(f"{prefix}-{name}", schema, PAYMENT)
        expect(f"{name} round trip", serializer.decode_message(wire), PAYMENT)


def registry(url):
    prefix, home, loop = "psrc-" + uuid.uuid4().hex[:8], url.partition("/contexts/")[2], asyncio.new_event_loop()
    round_trips(SchemaRegistryClient(url), prefix)
    for kind in (SchemaRegistryClient, AsyncSchemaRegistryClient):
        client, reader = Blocking(kind(url), loop), Blocking(kind(url), loop)
        subject = f"{prefix}-{kind.__name__}"
        walk(client, reader, subject, f":{home}:{subject}" if home else subject)
        if not home:
            qualify(client, reader, f":.{subject}:orders")
        expect("methods that nobody called", client.missed() & reader.missed(), set())


if __name__ == "__main__":
    registry(sys.argv[2])

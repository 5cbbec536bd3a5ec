"""Runs confluent-kafka 1.9.2, or 2.0.2, the oldest release with a wheel for today's Python, unchanged, against a registry.

    client.py registry URL    call every method, and round-trip a message in each format

Every check prints a line; the first that fails ends the program with status 1.
"""
import inspect
import json
import sys
import uuid

from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient, SchemaRegistryError
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PAYMENT = {"id": "p-1", "amount": 4200}
AVRO = '{"type":"record","name":"Payment","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"amount","type":"long"}]}'
NEXT = AVRO.replace("}]}", '},{"name":"note","type":["null","string"],"default":null}]}')
BROKEN = AVRO.replace('"long"', '"string"')
OWNER = '{"type":"record","name":"Batch","namespace":"shop","fields":[{"name":"one","type":"shop.Payment"}]}'
JSON_SCHEMA = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Payment", "type": "object", "properties": {
    "id": {"type": "string"}, "amount": {"type": "integer"}}, "required": ["id", "amount"]})


# What 1.9.2 does not have yet.
NORMALIZE = {"normalize_schemas": True} if "normalize_schemas" in inspect.signature(SchemaRegistryClient.lookup_schema).parameters else {}


def expect(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, want {want!r}")
    print(f"ok {what}")


def refused(code, call, *args):
    """Whether a call is refused with this code."""
    try:
        return f"accepted: {call(*args)}"
    except SchemaRegistryError as error:
        return error.error_code == code or str(error)


def payment_class():
    """The Protobuf message, built without a compiler."""
    file = descriptor_pb2.FileDescriptorProto(name="payment.proto", package="shop", syntax="proto3")
    message = file.message_type.add(name="Payment")
    message.field.add(name="id", number=1, type=9, label=1)
    message.field.add(name="amount", number=2, type=3, label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.Payment"))


def round_trips(client, prefix):
    message = payment_class()
    conf = {"use.deprecated.format": False}
    proto_out, proto_in = ProtobufSerializer(message, client, conf), ProtobufDeserializer(message, conf)
    serdes = {
        "avro": (AvroSerializer(client, AVRO), AvroDeserializer(client)),
        "json": (JSONSerializer(JSON_SCHEMA, client), JSONDeserializer(JSON_SCHEMA)),
        "protobuf": (lambda p, c: proto_out(message(**p), c), lambda b, c: {"id": proto_in(b, c).id, "amount": proto_in(b, c).amount}),
    }
    for name, (serialize, deserialize) in serdes.items():
        context = SerializationContext(f"{prefix}-{name}", MessageField.VALUE)
        expect(f"{name} round trip", deserialize(serialize(PAYMENT, context), context), PAYMENT)


def walk(client, reader, subject, named):
    """Calls every method; the reader is a client that has not cached what the other one registered."""
    first = client.register_schema(subject, Schema(AVRO, "AVRO"))
    expect("checked", client.test_compatibility(subject, Schema(BROKEN, "AVRO")), False)
    expect("checked, one version", client.test_compatibility(subject, Schema(NEXT, "AVRO"), 1), True)
    expect("incompatible", refused(40901, client.register_schema, subject, Schema(BROKEN, "AVRO")), True)
    second = client.register_schema(subject, Schema(NEXT, "AVRO"), **NORMALIZE)
    expect("by id", reader.get_schema(first).schema_str, AVRO)
    expect("by an unknown id", refused(40403, reader.get_schema, 2147483000), True)
    latest = reader.get_latest_version(subject)
    expect("latest", (latest.subject, latest.version, latest.schema_id, latest.schema.schema_str), (named, 2, second, NEXT))
    expect("a version", reader.get_version(subject, 1).schema_id, first)
    expect("versions", reader.get_versions(subject), [1, 2])
    expect("looked up", reader.lookup_schema(subject, Schema(AVRO.replace(",", ", "), "AVRO"), **NORMALIZE).version, 1)
    expect("subjects", named in reader.get_subjects(), True)
    owner = client.register_schema(f"{subject}-owner", Schema(OWNER, "AVRO", [SchemaReference("shop.Payment", subject, 2)]))
    expect("references", [(r.name, r.subject, r.version) for r in reader.get_schema(owner).references], [("shop.Payment", subject, 2)])
    expect("a reference holds", refused(42206, client.delete_version, subject, 2), True)
    expect("the owner deleted", client.delete_subject(f"{subject}-owner", True), [1])
    expect("level set", client.set_compatibility(subject, "FULL")["compatibility"], "FULL")
    expect("level", reader.get_compatibility(subject), "FULL")
    expect("level of all set", client.set_compatibility(level="FORWARD")["compatibility"], "FORWARD")
    expect("level of all", reader.get_compatibility(), "FORWARD")
    expect("level of all set back", client.set_compatibility(level="BACKWARD")["compatibility"], "BACKWARD")
    expect("a version deleted", client.delete_version(subject, 1), 1)
    expect("deleted, and then for good", client.delete_subject(subject, True), [2])
    expect("nothing left", refused(40401, reader.get_versions, subject), True)


def qualify(client, reader, subject):
    """Reaches another context by the name of a subject."""
    one = client.register_schema(subject, Schema(AVRO, "AVRO"))
    expect("qualified, latest", reader.get_latest_version(subject).subject, subject)
    expect("qualified, looked up", reader.lookup_schema(subject, Schema(AVRO, "AVRO")).schema_id, one)
    expect("qualified, checked", client.test_compatibility(subject, Schema(BROKEN, "AVRO")), False)
    expect("qualified, deleted", client.delete_subject(subject), [1])


def watch(client, called):
    """The client, whose public methods add their names to called."""
    for name, method in inspect.getmembers(client, inspect.ismethod):
        if not name.startswith("_"):
            setattr(client, name, lambda *args, _name=name, _method=method, **named: called.add(_name) or _method(*args, **named))
    return client


def registry(url):
    prefix, home = "pyold-" + uuid.uuid4().hex[:8], url.partition("/contexts/")[2]
    client, called = SchemaRegistryClient({"url": url}), set()
    round_trips(client, prefix)
    subject = f"{prefix}-walk"
    walk(watch(client, called), watch(SchemaRegistryClient({"url": url}), called), subject, f":{home}:{subject}" if home else subject)
    if not home:
        qualify(client, SchemaRegistryClient({"url": url}), f":.{prefix}:orders")
    public = {name for name, _ in inspect.getmembers(SchemaRegistryClient, callable) if not name.startswith("_")}
    expect("methods that nobody called", public - called, set())


if __name__ == "__main__":
    registry(sys.argv[2])

"""Runs confluent-kafka's serializers, unchanged, against a registry and a broker.

    client.py registry URL                  call every method, round-trip a message in each format, and what contracts add
    client.py encrypt  URL TOPIC FILE [SECRET]  write a message with an encrypted field to a file
    client.py decrypt  URL TOPIC FILE [SECRET]  read it and compare; without a secret the registry must wrap the key
    client.py produce  URL BROKER PREFIX    write one message to PREFIX-avro, PREFIX-json and PREFIX-protobuf
    client.py consume  URL BROKER PREFIX    read those topics and compare

Every check prints a line; the first that fails ends the program with status 1.
"""
import json
import pathlib
import sys
import uuid

import contract
import walk
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import Rule, RuleKind, RuleMode, RuleParams, RuleSet, Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.schema_registry.rule_registry import RuleRegistry
from confluent_kafka.schema_registry.rules.encryption.encrypt_executor import FieldEncryptionExecutor
from confluent_kafka.schema_registry.rules.encryption.localkms.local_driver import LocalKmsDriver
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PAYMENT = {"id": "p-1", "amount": 4200}

AVRO = json.dumps({"type": "record", "name": "Payment", "namespace": "shop", "fields": [
    {"name": "id", "type": "string"}, {"name": "amount", "type": "long"}]})
JSON_SCHEMA = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Payment", "type": "object", "properties": {
    "id": {"type": "string"}, "amount": {"type": "integer"}}, "required": ["id", "amount"]})


def payment_class():
    """The Protobuf message, built without a compiler."""
    file = descriptor_pb2.FileDescriptorProto(name="payment.proto", package="shop", syntax="proto3")
    message = file.message_type.add(name="Payment")
    message.field.add(name="id", number=1, type=9, label=1)
    message.field.add(name="amount", number=2, type=3, label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.Payment"))


def serdes(client, reader):
    """format -> (serialize, deserialize), both between the plain payment and bytes. The reader is a client of its own, as
    in another process: what this client library remembers of a registration, its Protobuf deserializer cannot read."""
    message = payment_class()
    avro_out, avro_in = AvroSerializer(client, AVRO), AvroDeserializer(reader)
    json_out, json_in = JSONSerializer(JSON_SCHEMA, client), JSONDeserializer(None, schema_registry_client=reader)
    proto_out, proto_in = ProtobufSerializer(message, client), ProtobufDeserializer(message, {}, reader)
    return {
        "avro": (avro_out, avro_in),
        "json": (json_out, json_in),
        "protobuf": (lambda p, c: proto_out(message(**p), c), lambda b, c: plain(proto_in(b, c))),
    }


def plain(message):
    return {"id": message.id, "amount": message.amount}


def expect(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, want {want!r}")
    print(f"ok {what}")


def value_of(topic):
    return SerializationContext(topic, MessageField.VALUE)


def registry(client, reader):
    prefix = "py-" + uuid.uuid4().hex[:8]
    for name, (serialize, deserialize) in serdes(client, reader).items():
        topic = f"{prefix}-{name}"
        expect(f"{name} round trip", deserialize(serialize(PAYMENT, value_of(topic)), value_of(topic)), PAYMENT)
        latest = client.get_latest_version(f"{topic}-value")
        expect(f"{name} version", latest.version, 1)
        found = client.lookup_schema(f"{topic}-value", latest.schema)
        expect(f"{name} look-up", (found.schema_id, found.version), (latest.schema_id, 1))
        expect(f"{name} by id", client.get_schema(latest.schema_id).schema_type, latest.schema.schema_type)
        again = client.register_schema(f"{topic}-value", latest.schema)
        expect(f"{name} registered again", again, latest.schema_id)
    walk.walk(client.config(), prefix, expect)
    contract.contract(client, reader, prefix, expect)


PERSON = json.dumps({"type": "record", "name": "Person", "namespace": "shop", "fields": [
    {"name": "ssn", "type": "string", "confluent:tags": ["PII"]}]})
PLAIN = {"ssn": "123-45-6789"}


def person(client, topic):
    """Registers a record with a tagged field that the key kek-TOPIC encrypts."""
    rule = Rule("encrypt", "", RuleKind.TRANSFORM, RuleMode.WRITEREAD, "ENCRYPT", ["PII"], RuleParams({
        "encrypt.kek.name": f"kek-{topic}", "encrypt.kms.type": "local-kms", "encrypt.kms.key.id": "key"}), None, None, "ERROR,ERROR", False)
    client.register_schema(f"{topic}-value", Schema(PERSON, "AVRO", [], None, RuleSet(None, [rule])))


def encrypt(client, reader, topic, file, secret=None):
    person(client, topic)
    pathlib.Path(file).write_bytes(encrypted(client, topic, driver(secret), encryption(client)[0]))


def decrypt(client, reader, topic, file, secret=None):
    deserialize = AvroDeserializer(client, rule_conf=driver(secret), rule_registry=encryption(client)[0])
    expect("decrypted", deserialize(pathlib.Path(file).read_bytes(), value_of(topic)), PLAIN)


def encrypted(client, topic, conf, rules):
    """The message in bytes; conf is what the driver for the key management service needs."""
    serialize = AvroSerializer(client, conf={"auto.register.schemas": False, "use.latest.version": True}, rule_conf=conf, rule_registry=rules)
    wire = serialize(dict(PLAIN), value_of(topic))  # it encrypts in place
    expect("plaintext on the wire", PLAIN["ssn"].encode() in wire, False)
    return wire


def driver(secret):
    """What the local key management service derives its key from."""
    return {"secret": secret} if secret else {}


def encryption(client):
    """The rules of one process: its own registry of rules, and what encrypts fields in it."""
    LocalKmsDriver.register()
    rules, executor = RuleRegistry(), FieldEncryptionExecutor()
    rules.register_executor(executor)
    executor.configure(client.config(), {})
    return rules, executor.executor


def produce(client, reader, broker, prefix):
    producer = Producer({"bootstrap.servers": broker})
    for name, (serialize, _) in serdes(client, reader).items():
        topic = f"{prefix}-{name}"
        producer.produce(topic, value=serialize(PAYMENT, value_of(topic)), on_delivery=delivered)
    expect("messages still in the queue", producer.flush(30), 0)


def delivered(error, message):
    if error is not None:
        sys.exit(f"{message.topic()}: {error}")


def consume(client, reader, broker, prefix):
    readers = serdes(client, reader)
    consumer = Consumer({"bootstrap.servers": broker, "group.id": "py-" + uuid.uuid4().hex, "auto.offset.reset": "earliest"})
    topics = {f"{prefix}-{name}": name for name in readers}
    consumer.subscribe(list(topics))
    while topics:
        message = consumer.poll(30)
        if message is None or message.error():
            sys.exit(f"no message on {sorted(topics)}: {message and message.error()}")
        name = topics.pop(message.topic(), None)
        if name:
            expect(f"{name} from {message.topic()}", readers[name][1](message.value(), value_of(message.topic())), PAYMENT)
    consumer.close()


VERBS = {f.__name__: f for f in (registry, encrypt, decrypt, produce, consume)}


def main():
    verb, url, *rest = sys.argv[1:]
    VERBS[verb](SchemaRegistryClient({"url": url}), SchemaRegistryClient({"url": url}), *rest)


if __name__ == "__main__":
    main()

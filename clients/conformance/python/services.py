"""Encrypts with keys that lie in a key management service, which confluent-kafka's own drivers and the registry ask in turn.

    services.py URL KIND KEY CREDENTIALS    CREDENTIALS is the configuration of the driver for the service, as JSON

Every check prints a line; the first that fails ends the program with status 1.
"""
import json
import sys
import urllib.request
import uuid

from confluent_kafka.schema_registry import Rule, RuleKind, RuleMode, RuleParams, RuleSet, Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.schema_registry.rules.encryption.awskms.aws_driver import AwsKmsDriver
from confluent_kafka.schema_registry.rules.encryption.hcvault.hcvault_driver import HcVaultKmsDriver

from client import PERSON, PLAIN, encrypted, encryption, expect, value_of


class Process:
    """One process of an application: what it remembers of keys is its own."""

    def __init__(self, url, credentials):
        self.registry, self.credentials = SchemaRegistryClient({"url": url}), credentials
        self.rules, self.executor = encryption(self.registry)

    def write(self, topic):
        return encrypted(self.registry, topic, self.credentials, self.rules)

    def read(self, topic, wire):
        return AvroDeserializer(self.registry, rule_conf=self.credentials, rule_registry=self.rules)(wire, value_of(topic))


def share(url, kek, shared):
    body = json.dumps({"shared": shared}).encode()
    request = urllib.request.Request(f"{url}/dek-registry/v1/keks/{kek}?testSharing=true", body, {"Content-Type": "application/json"}, method="PUT")
    urllib.request.urlopen(request).close()


def person(registry, topic, kek, kind, key):
    rule = Rule("encrypt", "", RuleKind.TRANSFORM, RuleMode.WRITEREAD, "ENCRYPT", ["PII"], RuleParams({
        "encrypt.kek.name": kek, "encrypt.kms.type": kind, "encrypt.kms.key.id": key}), None, None, "ERROR,ERROR", False)
    registry.register_schema(f"{topic}-value", Schema(PERSON, "AVRO", [], None, RuleSet(None, [rule])))


def exchange(url, kind, key, credentials, shared):
    """One side has no credentials: the registry asks the service for it. The other side asks the service itself."""
    topic = "services-" + uuid.uuid4().hex[:8]
    kek, writer = f"kek-{topic}", Process(url, {} if shared else credentials)
    writer.executor.client.register_kek(kek, kind, key, shared=shared)
    person(writer.registry, topic, kek, kind, key)
    wire = writer.write(topic)
    share(url, kek, not shared)
    reader = Process(url, credentials if shared else {})
    by, other = ("registry", "client") if shared else ("client", "registry")
    expect(f"{kind}: wrapped by the {by}, unwrapped by the {other}", reader.read(topic, wire), PLAIN)


def main():
    url, kind, key, credentials = sys.argv[1:]
    AwsKmsDriver.register()
    HcVaultKmsDriver.register()
    for shared in (False, True):
        exchange(url, kind, key, json.loads(credentials), shared)


if __name__ == "__main__":
    main()

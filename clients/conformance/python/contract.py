"""What serializers of confluent-kafka ask of a registry beyond an id: rules that are served with a schema, migrations between
groups of versions, schemas named by GUID in a header, and subjects that a topic is associated with."""
import json
import uuid

from confluent_kafka.schema_registry import (
    AssociationCreateOrUpdateInfo, AssociationCreateOrUpdateRequest, Metadata, MetadataProperties, Rule, RuleKind, RuleMode, RuleSet, Schema,
    SchemaRegistryClient, SchemaRegistryError, ServerConfig, header_schema_id_serializer)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.serialization import MessageField, SerializationContext, SerializationError

LATEST = {"auto.register.schemas": False, "use.latest.version": True}


def record(field):
    return json.dumps({"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": field, "type": "string"}]}, separators=(",", ":"))


def value_of(topic, headers=None):
    return SerializationContext(topic, MessageField.VALUE, headers)


def contract(client, reader, prefix, expect):
    condition(client, f"{prefix}-condition", expect)
    migration(client, reader, f"{prefix}-migration", expect)
    header(client, reader, f"{prefix}-header", expect)
    association(client, reader, f"{prefix}-association", expect)


def condition(client, topic, expect):
    CelExecutor.register()
    rule = Rule("short", "", RuleKind.CONDITION, RuleMode.WRITE, "CEL", None, None, "size(message.state) < 9", None, "ERROR", False)
    client.register_schema(f"{topic}-value", Schema(record("state"), rule_set=RuleSet(None, [rule])))
    serialize = AvroSerializer(client, conf=LATEST)
    expect("a condition that holds", len(serialize({"state": "invoiced"}, value_of(topic))) > 5, True)
    try:
        expect("a condition that fails", serialize({"state": "far too long"}, value_of(topic)), "an error")
    except SerializationError as error:
        expect("a condition that fails", str(error.__cause__), "Rule expr failed: size(message.state) < 9")


def migration(client, reader, topic, expect):
    """A field gets another name in the next major version; writers and readers each stay with theirs."""
    JsonataExecutor.register()
    subject = f"{topic}-value"
    client.set_config(subject, ServerConfig(compatibility_group="major"))
    rename = [Rule(name, "", RuleKind.TRANSFORM, mode, "JSONATA", None, None, f"$merge([$sift($, function($v, $k) {{$k != '{old}'}}), {{'{new}': $.'{old}'}}])", None, None, False)
              for name, mode, old, new in (("up", RuleMode.UPGRADE, "state", "status"), ("down", RuleMode.DOWNGRADE, "status", "state"))]
    for major, field, rules in (("1", "state", None), ("2", "status", RuleSet(rename, None))):
        client.register_schema(subject, Schema(record(field), metadata=Metadata(None, MetadataProperties({"major": major}), None), rule_set=rules))
    for writes, reads in (("1", "2"), ("2", "1")):
        fields = {"1": "state", "2": "status"}
        serialize = AvroSerializer(client, conf={"auto.register.schemas": False, "use.latest.with.metadata": {"major": writes}})
        deserialize = AvroDeserializer(reader, conf={"use.latest.with.metadata": {"major": reads}})
        wire = serialize({fields[writes]: "invoiced"}, value_of(topic))
        expect(f"from major version {writes} to {reads}", deserialize(wire, value_of(topic)), {fields[reads]: "invoiced"})


def header(client, reader, topic, expect):
    serialize, context = AvroSerializer(client, record("state"), conf={"schema.id.serializer": header_schema_id_serializer}), value_of(topic, [])
    wire = serialize({"state": "invoiced"}, context)
    latest = reader.get_latest_version(f"{topic}-value")
    expect("the GUID in a header", context.headers, [("__value_schema_id", b"\x01" + uuid.UUID(latest.guid).bytes)])
    expect("by the GUID in a header", AvroDeserializer(reader)(wire, context), {"state": "invoiced"})


def association(client, reader, topic, expect):
    client.register_schema(f"{topic}-owner", Schema(record("state")))
    client.create_association(AssociationCreateOrUpdateRequest(topic, "lkc-1", f"lkc-1:{topic}", "topic", [
        AssociationCreateOrUpdateInfo(f"{topic}-owner", "value", "WEAK")]))
    wire = AvroSerializer(client, record("state"))({"state": "invoiced"}, value_of(topic))
    expect("the associated subject", reader.get_versions(f"{topic}-owner"), [1])
    try:
        expect("the subject by the topic's name", reader.get_versions(f"{topic}-value"), "an error")
    except SchemaRegistryError as error:
        expect("the subject by the topic's name", error.error_code, 40401)
    expect("by the associated subject", AvroDeserializer(reader)(wire, value_of(topic)), {"state": "invoiced"})

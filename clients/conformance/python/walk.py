"""Calls every public method of confluent-kafka's registry client, and of its client for encryption keys, and compares
what each says. A method that a newer release adds and nobody calls here fails the walk."""
import inspect

from confluent_kafka.schema_registry import (
    AssociationCreateOrUpdateInfo, AssociationCreateOrUpdateRequest, ConfigCompatibilityLevel, Metadata, MetadataProperties, Rule, RuleKind, RuleMode, RuleSet,
    Schema, SchemaReference, SchemaRegistryClient, SchemaRegistryError, ServerConfig)
from confluent_kafka.schema_registry.rules.encryption.dek_registry.dek_registry_client import DekRegistryClient

FIRST = '{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"id","type":"string"}]}'
SECOND = FIRST.replace("}]}", '},{"name":"note","type":["null","string"],"default":null}]}')
BROKEN = FIRST.replace("}]}", '},{"name":"price","type":"int"}]}')
SPACED = FIRST.replace(",", ", ")
LIST = '{"type":"record","name":"Lines","namespace":"shop","fields":[{"name":"line","type":"shop.Line"}]}'


class Watched:
    """A new client that remembers which of its methods were called."""

    def __init__(self, kind, conf):
        self.client, self.called = kind.new_client(conf), {"new_client"}

    def __getattr__(self, name):
        self.called.add(name)
        return getattr(self.client, name)

    def missed(self):
        public = {name for name, _ in inspect.getmembers(type(self.client), callable) if not name.startswith("_")}
        return public - self.called


def refused(code, call, *args, **named):
    """Whether a call is refused with this code."""
    try:
        return f"accepted: {call(*args, **named)}"
    except SchemaRegistryError as error:
        return error.error_code == code or str(error)


def walk(conf, prefix, expect):
    """Goes through a subject's life in the domain that the URL in conf names."""
    client = Watched(SchemaRegistryClient, conf)
    home = conf["url"].partition("/contexts/")[2]
    subject, named = f"{prefix}-walk", f":{home}:{prefix}-walk" if home else f"{prefix}-walk"
    first, second = Schema(FIRST), Schema(SECOND, metadata=Metadata(None, MetadataProperties({"owner": "shop"}), None), rule_set=rules())
    one = write(client, expect, subject, first, second)
    read(client, expect, subject, named, one)
    associate(client, expect, subject, named)
    configure(client, expect, subject, home)
    switch(client, expect, subject, home)
    delete(client, expect, subject)
    expect("methods that nobody called", client.missed(), set())
    if not home:
        qualify(SchemaRegistryClient(conf), f":.{prefix}:orders", expect)
    keys(conf, f"{prefix}-kek", expect)


def rules():
    return RuleSet(None, [Rule("short", "ids are short", RuleKind.CONDITION, RuleMode.WRITE, "CEL", None, None, "size(message.id) < 9", None, "ERROR", False)])


def write(client, expect, subject, first, second):
    expect("types", sorted(client.get_schema_types()), ["AVRO", "JSON", "PROTOBUF"])
    one = client.register_schema_full_response(subject, first)
    expect("a full answer", (one.version, one.schema.schema_str), (1, FIRST))
    client.clear_caches()
    expect("the same again", client.register_schema(subject, first), one.schema_id)
    expect("the same, normalised", client.register_schema(subject, Schema(SPACED), normalize_schemas=True), one.schema_id)
    expect("incompatible", refused(40901, client.register_schema, subject, Schema(BROKEN)), True)
    expect("not a schema", refused(42201, client.register_schema, subject, Schema("{")), True)
    expect("checked", client.test_compatibility(subject, Schema(BROKEN), verbose=True), False)
    expect("checked, one version", client.test_compatibility(subject, second, version=1, normalize=True), True)
    two = client.register_schema(subject, second)
    expect("another id", two != one.schema_id, True)
    expect("checked, all versions", client.test_compatibility_all_versions(subject, Schema(BROKEN), verbose=True), False)
    return one


def read(client, expect, subject, named, one):
    client.clear_latest_caches()
    client.clear_caches()
    latest = client.get_latest_version(subject)
    expect("latest", (latest.subject, latest.version, latest.schema.schema_str), (named, 2, SECOND))
    expect("metadata", latest.schema.metadata.properties.properties, {"owner": "shop"})
    expect("rules", latest.schema.rule_set.domain_rules, rules().domain_rules)
    expect("by metadata", client.get_latest_with_metadata(subject, {"owner": "shop"}).version, 2)
    expect("by other metadata", refused(40403, client.get_latest_with_metadata, subject, {"owner": "nobody"}), True)
    expect("a version", client.get_version(subject, 1).schema_id, one.schema_id)
    expect("no version", refused(40402, client.get_version, subject, 9), True)
    expect("versions", client.get_versions(subject), [1, 2])
    expect("by id", client.get_schema(one.schema_id, subject_name=subject).schema_str, FIRST)
    expect("by an unknown id", refused(40403, client.get_schema, 2147483000), True)
    expect("by GUID", client.get_schema_by_guid(one.guid).schema_str, FIRST)
    expect("looked up", client.lookup_schema(subject, Schema(SPACED), normalize_schemas=True).version, 1)
    expect("not looked up", refused(40403, client.lookup_schema, subject, Schema(BROKEN)), True)
    expect("subjects", client.get_subjects(subject_prefix=named), [named])
    expect("subjects of an id", named in client.get_subjects_by_schema_id(one.schema_id, subject_name=subject), True)
    expect("versions of an id", (named, 1) in [(v.subject, v.version) for v in client.get_schema_versions(one.schema_id, subject_name=subject)], True)
    refer(client, expect, subject)
    expect("contexts", set(client.get_contexts()) >= {"."} | ({named.split(":")[1]} if ":" in named else set()), True)
    expect("settings", client.config()["url"] != "", True)


def refer(client, expect, subject):
    owner = client.register_schema(f"{subject}-list", Schema(LIST, references=[SchemaReference("shop.Line", subject, 1)]))
    expect("referrers", client.get_referenced_by(subject, 1), [owner])
    expect("referred to", client.get_latest_version(f"{subject}-list").schema.references, [SchemaReference("shop.Line", subject, 1)])
    expect("a reference holds", refused(42206, client.delete_version, subject, 1), True)
    expect("the owner goes", client.delete_subject(f"{subject}-list"), [1])
    expect("the owner goes for good", client.delete_subject(f"{subject}-list", permanent=True), [1])


def associate(client, expect, subject, named):
    resource = dict(resource_name=subject, resource_namespace="lkc-1", resource_id=f"lkc-1:{subject}", resource_type="topic")
    made = client.create_association(AssociationCreateOrUpdateRequest(**resource, associations=[
        AssociationCreateOrUpdateInfo(subject=subject, association_type="value", lifecycle="WEAK")]))
    expect("associated", (made.resource_id, [a.association_type for a in made.associations]), (resource["resource_id"], ["value"]))
    found = client.get_associations_by_resource_name(subject, "-", "topic", ["value"])
    expect("associations", [(a.subject, a.association_type) for a in found], [(named, "value")])
    client.delete_associations(resource["resource_id"], "topic", ["value"])
    client.clear_caches()
    expect("no associations", client.get_associations_by_resource_name(subject, "lkc-1", "topic"), [])


def configure(client, expect, subject, home):
    expect("no config", refused(40408, client.get_config, subject), True)
    wanted = ServerConfig(compatibility=ConfigCompatibilityLevel.FULL, compatibility_group="application.major", default_rule_set=rules(),
                          default_metadata=Metadata(None, MetadataProperties({"tier": "1"}), None))
    expect("config set", client.set_config(subject, wanted)["compatibilityGroup"], "application.major")
    got = client.get_config(subject)
    expect("config", (got.compatibility_level.value, got.default_metadata.properties.properties, got.default_rule_set.domain_rules),
           ("FULL", {"tier": "1"}, rules().domain_rules))
    expect("level", client.get_compatibility(subject), "FULL")
    expect("config deleted", client.delete_config(subject).compatibility_level.value, "FULL")
    expect("level of all set", client.set_compatibility(level="FORWARD")["compatibility"], "FORWARD")
    expect("level of all", client.get_compatibility(), "FORWARD")
    expect("level of all deleted", client.delete_config().compatibility_level.value, "FORWARD")
    if home:
        expect("a context has no level of its own", refused(40408, client.get_config), True)
    else:
        expect("level of all as before", client.get_config().compatibility_level.value, "BACKWARD")


def switch(client, expect, subject, home):
    if home:
        expect("a context has no mode of its own", refused(40409, client.get_global_mode), True)
    else:
        expect("mode of all", client.get_global_mode(), "READWRITE")
    expect("no mode", refused(40409, client.get_mode, subject), True)
    expect("mode set", client.update_mode(subject, "READONLY"), "READONLY")
    expect("mode", client.get_mode(subject), "READONLY")
    expect("refused by mode", refused(42205, client.delete_version, subject, 1), True)
    expect("mode deleted", client.delete_mode(subject), "READONLY")
    expect("mode of all set", client.update_global_mode("READONLY"), "READONLY")
    expect("refused by the mode of all", refused(42205, client.delete_version, subject, 1), True)
    expect("mode of all set back", client.update_global_mode("READWRITE", force=True), "READWRITE")


def delete(client, expect, subject):
    expect("a version deleted", client.delete_version(subject, 1), 1)
    expect("versions left", client.get_versions(subject), [2])
    expect("versions with the deleted", client.get_versions(subject, deleted=True), [1, 2])
    expect("the deleted alone, in a spelling that registries do not know", client.get_versions(subject, deleted_only=True), [2])
    client.clear_caches()
    expect("a deleted version", client.get_version(subject, 1, deleted=True).version, 1)
    expect("a deleted text", client.lookup_schema(subject, Schema(FIRST), deleted=True).version, 1)
    expect("a version deleted for good", client.delete_version(subject, 1, permanent=True), 1)
    expect("subject deleted", client.delete_subject(subject), [2])
    expect("subject deleted for good", client.delete_subject(subject, permanent=True), [2])
    expect("nothing left", refused(40401, client.get_versions, subject), True)
    client.close()


def qualify(client, subject, expect):
    """Reaches another context by the name of a subject."""
    one = client.register_schema(subject, Schema(FIRST))
    client.clear_caches()
    expect("qualified, latest", client.get_latest_version(subject).subject, subject)
    expect("qualified, looked up", client.lookup_schema(subject, Schema(FIRST)).schema_id, one)
    expect("qualified, by id", client.get_schema(one, subject_name=subject).schema_str, FIRST)
    expect("qualified, checked", client.test_compatibility(subject, Schema(BROKEN)), False)
    expect("qualified, level", client.set_compatibility(subject, "NONE")["compatibility"], "NONE")
    expect("qualified, in its context alone", refused(40401, client.get_versions, subject.split(":")[2]), True)
    expect("qualified, deleted", client.delete_subject(subject), [1])


def keys(conf, kek, expect):
    client = Watched(DekRegistryClient, conf)
    made = client.register_kek(kek, "local-kms", "key", kms_props={"a": "b"}, doc="the test's")
    expect("a key encryption key", (made.name, made.kms_type, made.kms_key_id, made.shared), (kek, "local-kms", "key", False))
    again = client.get_kek(kek)
    expect("the key encryption key", (again.doc, again.kms_props.properties), ("the test's", {"a": "b"}))
    made = client.register_dek(kek, "s", "YWJj")
    expect("a key", (made.version, made.encrypted_key_material), (1, "YWJj"))
    expect("the key", client.get_dek(kek, "s").encrypted_key_material, "YWJj")
    expect("settings of the other client", client.config()["url"], conf["url"])
    expect("methods of the other client that nobody called", client.missed(), set())

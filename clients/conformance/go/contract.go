package main

import (
	"fmt"
	"strings"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rules/cel"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rules/jsonata"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
)

// What serializers ask of a registry beyond an id: rules that are served with a schema, migrations between groups of
// versions, schemas named by GUID in a header, and subjects that a topic is associated with.

// Order and Next are a record, and the one that it becomes in the next major version.
type (
	Order struct {
		State string `avro:"state"`
	}
	Next struct {
		Status string `avro:"status"`
	}
)

const orderText = `{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"state","type":"string"}]}`

var nextOrderText = strings.Replace(orderText, "state", "status", 1)

func contract(client, reader schemaregistry.Client, prefix string) {
	condition(client, prefix+"-condition")
	migration(client, reader, prefix+"-migration")
	header(client, reader, prefix+"-header")
	association(client, reader, prefix+"-association")
}

// writer makes a serializer that registers nothing; tweak says which version it takes.
func writer(client schemaregistry.Client, tweak func(*avrov2.SerializerConfig)) *avrov2.Serializer {
	config := avrov2.NewSerializerConfig()
	config.AutoRegisterSchemas = false
	tweak(config)
	out, err := avrov2.NewSerializer(client, serde.ValueSerde, config)
	check("serializer", err)
	return out
}

func latest(c *avrov2.SerializerConfig) { c.UseLatestVersion = true }

func opener(client schemaregistry.Client, metadata map[string]string) *avrov2.Deserializer {
	config := avrov2.NewDeserializerConfig()
	config.UseLatestWithMetadata = metadata
	in, err := avrov2.NewDeserializer(client, serde.ValueSerde, config)
	check("deserializer", err)
	return in
}

func registered(client schemaregistry.Client, subject string, s schemaregistry.SchemaInfo) metadata {
	m, err := client.RegisterFullResponse(subject, s, false)
	check("register", err)
	return m
}

func condition(client schemaregistry.Client, topic string) {
	cel.Register()
	// This client names fields in conditions as Go does.
	rule := schemaregistry.Rule{Name: "short", Kind: "CONDITION", Mode: "WRITE", Type: "CEL", Expr: "size(message.State) < 9", OnFailure: "ERROR"}
	registered(client, topic+"-value", schemaregistry.SchemaInfo{Schema: orderText, RuleSet: &schemaregistry.RuleSet{DomainRules: []schemaregistry.Rule{rule}}})
	out := writer(client, latest)
	_, err := out.Serialize(topic, &Order{"invoiced"})
	expect("a condition that holds", err, nil)
	_, err = out.Serialize(topic, &Order{"far too long"})
	expect("a condition that fails", fmt.Sprint(err), "Expr failed: 'size(message.State) < 9'")
}

// migration gives a field another name in the next major version; writers and readers each stay with theirs.
func migration(client, reader schemaregistry.Client, topic string) {
	jsonata.Register()
	subject, one, two := topic+"-value", map[string]string{"major": "1"}, map[string]string{"major": "2"}
	_, err := client.UpdateConfig(subject, schemaregistry.ServerConfig{CompatibilityGroup: "major", CompatibilityUpdate: schemaregistry.Backward})
	check("config", err)
	registered(client, subject, schemaregistry.SchemaInfo{Schema: orderText, Metadata: &schemaregistry.Metadata{Properties: one}})
	registered(client, subject, schemaregistry.SchemaInfo{Schema: nextOrderText, Metadata: &schemaregistry.Metadata{Properties: two},
		RuleSet: &schemaregistry.RuleSet{MigrationRules: []schemaregistry.Rule{rename("up", "UPGRADE", "state", "status"), rename("down", "DOWNGRADE", "status", "state")}}})
	write := func(metadata map[string]string, message any) []byte {
		wire, err := writer(client, func(c *avrov2.SerializerConfig) { c.UseLatestWithMetadata = metadata }).Serialize(topic, message)
		check("serialize", err)
		return wire
	}
	var next Next
	check("upgrade", opener(reader, two).DeserializeInto(topic, write(one, &Order{"invoiced"}), &next))
	expect("from major version 1 to 2", next, Next{"invoiced"})
	var order Order
	check("downgrade", opener(reader, one).DeserializeInto(topic, write(two, &Next{"invoiced"}), &order))
	expect("from major version 2 to 1", order, Order{"invoiced"})
}

func rename(name, mode, from, to string) schemaregistry.Rule {
	return schemaregistry.Rule{Name: name, Kind: "TRANSFORM", Mode: mode, Type: "JSONATA",
		Expr: fmt.Sprintf("$merge([$sift($, function($v, $k) {$k != '%s'}), {'%s': $.'%s'}])", from, to, from)}
}

func header(client, reader schemaregistry.Client, topic string) {
	m := registered(client, topic+"-value", schemaregistry.SchemaInfo{Schema: orderText})
	out := writer(client, latest)
	out.SchemaIDSerializer = serde.HeaderSchemaIDSerializer
	headers, wire, err := out.SerializeWithHeaders(topic, &Order{"invoiced"})
	check("serialize", err)
	expect("the GUID in a header", fmt.Sprintf("%s %x", headers[0].Key, headers[0].Value), "__value_schema_id 01"+strings.ReplaceAll(m.GUID, "-", ""))
	var back Order
	check("deserialize", opener(reader, nil).DeserializeWithHeadersInto(topic, []kafka.Header(headers), wire, &back))
	expect("by the GUID in a header", back, Order{"invoiced"})
}

func association(client, reader schemaregistry.Client, topic string) {
	owner := topic + "-owner"
	registered(client, owner, schemaregistry.SchemaInfo{Schema: orderText})
	_, err := client.CreateAssociation(schemaregistry.AssociationCreateOrUpdateRequest{
		ResourceName: topic, ResourceNamespace: "lkc-1", ResourceID: "lkc-1:" + topic, ResourceType: "topic",
		Associations: []schemaregistry.AssociationCreateOrUpdateInfo{{Subject: owner, AssociationType: "value", Lifecycle: schemaregistry.WEAK}},
	})
	check("associate", err)
	wire, err := writer(client, latest).Serialize(topic, &Order{"invoiced"})
	check("serialize", err)
	_, err = reader.GetAllVersions(topic + "-value")
	expect("the subject by the topic's name", codeOf(err), 40401)
	var back Order
	check("deserialize", opener(reader, nil).DeserializeInto(topic, wire, &back))
	expect("by the associated subject", back, Order{"invoiced"})
}

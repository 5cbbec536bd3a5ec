package main

import (
	"bytes"
	"os"

	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rules/encryption"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rules/encryption/localkms"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
)

// Person has a field that is encrypted by its tag.
type Person struct {
	SSN string `avro:"ssn"`
}

const (
	ssn        = "123-45-6789"
	personText = `{"type":"record","name":"Person","namespace":"shop","fields":[{"name":"ssn","type":"string","confluent:tags":["PII"]}]}`
)

// keyService lets serializers encrypt; the local key management service derives its key from the secret.
func keyService(secret []string) map[string]string {
	localkms.Register()
	encryption.Register()
	if len(secret) == 0 {
		return nil
	}
	return map[string]string{"secret": secret[0]}
}

func encrypt(client schemaregistry.Client, topic, file string, secret ...string) {
	rule := schemaregistry.Rule{
		Name: "encrypt", Kind: "TRANSFORM", Mode: "WRITEREAD", Type: "ENCRYPT", Tags: []string{"PII"}, OnFailure: "ERROR,ERROR",
		Params: map[string]string{"encrypt.kek.name": "kek-" + topic, "encrypt.kms.type": "local-kms", "encrypt.kms.key.id": "key"},
	}
	_, err := client.Register(topic+"-value", schemaregistry.SchemaInfo{Schema: personText, RuleSet: &schemaregistry.RuleSet{DomainRules: []schemaregistry.Rule{rule}}}, false)
	check("register", err)
	config := avrov2.NewSerializerConfig()
	config.AutoRegisterSchemas, config.UseLatestVersion, config.RuleConfig = false, true, keyService(secret)
	out, err := avrov2.NewSerializer(client, serde.ValueSerde, config)
	check("serializer", err)
	wire, err := out.Serialize(topic, &Person{ssn})
	check("encrypt", err)
	expect("plaintext on the wire", bytes.Contains(wire, []byte(ssn)), false)
	check("file", os.WriteFile(file, wire, 0o600))
}

func decrypt(client schemaregistry.Client, topic, file string, secret ...string) {
	config := avrov2.NewDeserializerConfig()
	config.RuleConfig = keyService(secret)
	in, err := avrov2.NewDeserializer(client, serde.ValueSerde, config)
	check("deserializer", err)
	wire, err := os.ReadFile(file)
	check("file", err)
	var back Person
	check("decrypt", in.DeserializeInto(topic, wire, &back))
	expect("decrypted", back.SSN, ssn)
}

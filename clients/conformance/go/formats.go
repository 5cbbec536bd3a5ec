package main

import (
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/jsonschema"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/protobuf"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// Payment is the message that all clients exchange.
type Payment struct {
	ID     string `json:"id" avro:"id"`
	Amount int64  `json:"amount" avro:"amount"`
}

var payment = Payment{"p-1", 4200}

const (
	avroText   = `{"type":"record","name":"Payment","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"amount","type":"long"}]}`
	brokenAvro = `{"type":"record","name":"Payment","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"amount","type":"string"}]}`
	jsonText   = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Payment","type":"object","properties":{"id":{"type":"string"},"amount":{"type":"integer"}},"required":["id","amount"]}`
)

// format writes and reads the payment in one format.
type format struct {
	write func(topic string) ([]byte, error)
	read  func(topic string, bytes []byte) (Payment, error)
}

func formats(client schemaregistry.Client) map[string]format {
	return map[string]format{"avro": avro(client), "json": json(client), "protobuf": protobufFormat(client)}
}

func avro(client schemaregistry.Client) format {
	config := avrov2.NewSerializerConfig()
	config.AutoRegisterSchemas, config.UseLatestVersion = false, true
	out, err := avrov2.NewSerializer(client, serde.ValueSerde, config)
	check("avro", err)
	in, err := avrov2.NewDeserializer(client, serde.ValueSerde, avrov2.NewDeserializerConfig())
	check("avro", err)
	return format{
		write: func(topic string) ([]byte, error) {
			if _, err := client.Register(topic+"-value", schemaregistry.SchemaInfo{Schema: avroText}, false); err != nil {
				return nil, err
			}
			return out.Serialize(topic, &payment)
		},
		read: func(topic string, bytes []byte) (p Payment, err error) {
			return p, in.DeserializeInto(topic, bytes, &p)
		},
	}
}

func json(client schemaregistry.Client) format {
	config := jsonschema.NewSerializerConfig()
	config.AutoRegisterSchemas, config.UseLatestVersion, config.EnableValidation = false, true, true
	out, err := jsonschema.NewSerializer(client, serde.ValueSerde, config)
	check("json", err)
	in, err := jsonschema.NewDeserializer(client, serde.ValueSerde, jsonschema.NewDeserializerConfig())
	check("json", err)
	return format{
		write: func(topic string) ([]byte, error) {
			if _, err := client.Register(topic+"-value", schemaregistry.SchemaInfo{Schema: jsonText, SchemaType: "JSON"}, false); err != nil {
				return nil, err
			}
			return out.Serialize(topic, &payment)
		},
		read: func(topic string, bytes []byte) (p Payment, err error) {
			return p, in.DeserializeInto(topic, bytes, &p)
		},
	}
}

func protobufFormat(client schemaregistry.Client) format {
	out, err := protobuf.NewSerializer(client, serde.ValueSerde, protobuf.NewSerializerConfig())
	check("protobuf", err)
	in, err := protobuf.NewDeserializer(client, serde.ValueSerde, protobuf.NewDeserializerConfig())
	check("protobuf", err)
	kind := paymentType()
	fields := kind.Descriptor().Fields()
	id, amount := fields.ByName("id"), fields.ByName("amount")
	return format{
		write: func(topic string) ([]byte, error) {
			m := kind.New()
			m.Set(id, protoreflect.ValueOfString(payment.ID))
			m.Set(amount, protoreflect.ValueOfInt64(payment.Amount))
			return out.Serialize(topic, m.Interface())
		},
		read: func(topic string, bytes []byte) (Payment, error) {
			m := kind.New()
			err := in.DeserializeInto(topic, bytes, m.Interface())
			return Payment{m.Get(id).String(), m.Get(amount).Int()}, err
		},
	}
}

// paymentType builds the Protobuf message without a compiler.
func paymentType() protoreflect.MessageType {
	field := func(name string, number int32, kind descriptorpb.FieldDescriptorProto_Type) *descriptorpb.FieldDescriptorProto {
		label := descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL
		return &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Type: &kind, Label: &label}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("payment.proto"), Package: proto.String("shop"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("Payment"), Field: []*descriptorpb.FieldDescriptorProto{
			field("id", 1, descriptorpb.FieldDescriptorProto_TYPE_STRING),
			field("amount", 2, descriptorpb.FieldDescriptorProto_TYPE_INT64),
		}}},
	}, protoregistry.GlobalFiles)
	check("descriptor", err)
	return dynamicpb.NewMessageType(file.Messages().Get(0))
}

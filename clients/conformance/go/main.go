// Command client runs confluent-kafka-go with its serializers, and franz-go's registry client, unchanged, against a
// registry and a broker.
//
//	client registry URL                register, look up and round-trip a message in each format
//	client produce  URL BROKER PREFIX  write one message to PREFIX-avro, PREFIX-json and PREFIX-protobuf
//	client consume  URL BROKER PREFIX  read those topics and compare
//
// Every check prints a line; the first that fails ends the program with status 1.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"reflect"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/twmb/franz-go/pkg/sr"
)

func main() {
	log.SetFlags(0)
	verb, url, rest := os.Args[1], os.Args[2], os.Args[3:]
	client, err := schemaregistry.NewClient(schemaregistry.NewConfig(url))
	check("client", err)
	switch verb {
	case "registry":
		prefix := fmt.Sprintf("go-%d", time.Now().UnixNano())
		registry(client, prefix)
		franz(url, prefix)
	case "produce":
		produce(client, rest[0], rest[1])
	case "consume":
		consume(client, rest[0], rest[1])
	default:
		log.Fatalf("unknown verb %q", verb)
	}
}

func check(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

func expect(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		log.Fatalf("%s: got %v, want %v", what, got, want)
	}
	fmt.Println("ok", what)
}

func registry(client schemaregistry.Client, prefix string) {
	for name, f := range formats(client) {
		topic := prefix + "-" + name
		bytes, err := f.write(topic)
		check(name, err)
		back, err := f.read(topic, bytes)
		check(name, err)
		expect(name+" round trip", back, payment)
		latest, err := client.GetLatestSchemaMetadata(topic + "-value")
		check(name, err)
		expect(name+" version", latest.Version, 1)
		id, err := client.GetID(topic+"-value", latest.SchemaInfo, false)
		check(name, err)
		expect(name+" look-up", id, latest.ID)
		byID, err := client.GetBySubjectAndID(topic+"-value", latest.ID)
		check(name, err)
		expect(name+" by id", byID.SchemaType, latest.SchemaType)
	}
	administer(client, prefix+"-avro-value")
}

func administer(client schemaregistry.Client, subject string) {
	compatible, err := client.TestSubjectCompatibility(subject, schemaregistry.SchemaInfo{Schema: brokenAvro})
	check("compatibility", err)
	expect("incompatible change", compatible, false)
	_, err = client.UpdateCompatibility(subject, schemaregistry.Full)
	check("level", err)
	level, err := client.GetCompatibility(subject)
	check("level", err)
	expect("level", level.String(), "FULL")
	deleted, err := client.DeleteSubject(subject, false)
	check("soft delete", err)
	expect("soft delete", deleted, []int{1})
	deleted, err = client.DeleteSubject(subject, true)
	check("hard delete", err)
	expect("hard delete", deleted, []int{1})
}

// franz walks the client that Redpanda's tools stand on.
func franz(url, prefix string) {
	ctx := context.Background()
	client, err := sr.NewClient(sr.URLs(url))
	check("franz-go", err)
	subject := prefix + "-franz"
	created, err := client.CreateSchema(ctx, subject, sr.Schema{Schema: avroText})
	check("franz-go create", err)
	expect("franz-go version", created.Version, 1)
	found, err := client.LookupSchema(ctx, subject, sr.Schema{Schema: avroText})
	check("franz-go look-up", err)
	expect("franz-go look-up", found.ID, created.ID)
	text, err := client.SchemaByID(ctx, created.ID)
	check("franz-go by id", err)
	expect("franz-go by id", text.Schema, created.Schema.Schema)
	types, err := client.SupportedTypes(ctx)
	check("franz-go types", err)
	expect("franz-go types", len(types), 3)
	all, err := client.Schemas(ctx, subject)
	check("franz-go schemas", err)
	expect("franz-go schemas", len(all), 1)
}

func produce(client schemaregistry.Client, broker, prefix string) {
	p, err := kafka.NewProducer(&kafka.ConfigMap{"bootstrap.servers": broker})
	check("producer", err)
	defer p.Close()
	for name, f := range formats(client) {
		topic := prefix + "-" + name
		bytes, err := f.write(topic)
		check(name, err)
		done := make(chan kafka.Event, 1)
		check(name, p.Produce(&kafka.Message{TopicPartition: kafka.TopicPartition{Topic: &topic, Partition: kafka.PartitionAny}, Value: bytes}, done))
		message := (<-done).(*kafka.Message)
		check("delivery", message.TopicPartition.Error)
		fmt.Println("ok produced", topic)
	}
}

func consume(client schemaregistry.Client, broker, prefix string) {
	c, err := kafka.NewConsumer(&kafka.ConfigMap{"bootstrap.servers": broker, "group.id": fmt.Sprint(time.Now().UnixNano()), "auto.offset.reset": "earliest"})
	check("consumer", err)
	defer c.Close()
	missing := map[string]format{}
	var topics []string
	for name, f := range formats(client) {
		missing[prefix+"-"+name] = f
		topics = append(topics, prefix+"-"+name)
	}
	check("subscribe", c.SubscribeTopics(topics, nil))
	for len(missing) > 0 {
		message, err := c.ReadMessage(60 * time.Second)
		check("read", err)
		topic := *message.TopicPartition.Topic
		f, ok := missing[topic]
		if !ok {
			continue
		}
		delete(missing, topic)
		back, err := f.read(topic, message.Value)
		check(topic, err)
		expect("from "+topic, back, payment)
	}
}

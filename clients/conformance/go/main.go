// Command client runs the registry clients of Go, unchanged, against a registry and a broker: confluent-kafka-go with its
// serializers, franz-go's, srclient and hamba's.
//
//	client registry URL                call every method of confluent-kafka-go, round-trip a message in each format, and what contracts add
//	client franz    URL                call every method of franz-go's client
//	client srclient URL                call every method of srclient
//	client hamba    URL                call every method of hamba/avro's client
//	client encrypt  URL TOPIC FILE [SECRET]  write a message with an encrypted field to a file
//	client decrypt  URL TOPIC FILE [SECRET]  read it and compare; without a secret the registry must wrap the key
//	client produce  URL BROKER PREFIX  write one message to PREFIX-avro, PREFIX-json and PREFIX-protobuf
//	client consume  URL BROKER PREFIX  read those topics and compare
//
// Every check prints a line; the first that fails ends the program with status 1.
package main

import (
	"fmt"
	"log"
	"os"
	"reflect"
	"slices"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
)

func main() {
	log.SetFlags(0)
	verb, url, rest := os.Args[1], os.Args[2], os.Args[3:]
	prefix := fmt.Sprintf("go-%d", time.Now().UnixNano())
	w := newWalk(url, prefix+"-"+verb)
	switch verb {
	case "registry":
		roundTrips(newClient(url), prefix)
		confluent(w)
		contract(newClient(url), newClient(url), prefix)
	case "franz":
		franz(w)
	case "srclient":
		riferrei(w)
	case "hamba":
		hamba(w)
	case "encrypt":
		encrypt(newClient(url), rest[0], rest[1], rest[2:]...)
	case "decrypt":
		decrypt(newClient(url), rest[0], rest[1], rest[2:]...)
	case "produce":
		produce(newClient(url), rest[0], rest[1])
	case "consume":
		consume(newClient(url), rest[0], rest[1])
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

func contains[T comparable](all []T, one T) bool { return slices.Contains(all, one) }

func roundTrips(client schemaregistry.Client, prefix string) {
	for name, f := range formats(client) {
		topic := prefix + "-" + name
		bytes, err := f.write(topic)
		check(name, err)
		back, err := f.read(topic, bytes)
		check(name, err)
		expect(name+" round trip", back, payment)
	}
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

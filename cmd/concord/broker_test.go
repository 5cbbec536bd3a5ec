package main

import (
	"context"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

// broker runs a Kafka broker in this process until the script ends.
func broker(ts *testscript.TestScript, _ bool, args []string) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, schemasTopic))
	ts.Check(err)
	ts.Defer(cluster.Close)
	ts.Setenv(args[0], cluster.ListenAddrs()[0])
}

// produce writes records into the topic of a broker.
func produce(ts *testscript.TestScript, _ bool, args []string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(args[0]), kgo.DefaultProduceTopic(schemasTopic))
	ts.Check(err)
	defer client.Close()
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		key, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		record := &kgo.Record{Key: []byte(key)}
		if found {
			record.Value = []byte(value)
		}
		ts.Check(client.ProduceSync(context.Background(), record).FirstErr())
	}
}

//go:build conformance

package conformance

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// schemas is the topic in which other registries keep their records.
const schemas = "_schemas"

// registryLog is what a registry has in its topic, older records and newer ones: a key, and a value or none.
var registryLog = [][2]string{
	{`{"keytype":"NOOP","magic":0}`, ``},
	{`{"keytype":"CONFIG","subject":null,"magic":0}`, `{"compatibilityLevel":"FULL"}`},
	{`{"keytype":"SCHEMA","subject":"money","version":1,"magic":0}`, `{"subject":"money","version":1,"id":1,"schema":"{\"type\":\"record\",\"name\":\"Money\",\"fields\":[{\"name\":\"amount\",\"type\":\"long\"}]}"}`},
	{`{"keytype":"SCHEMA","subject":":.billing:invoice","version":1,"magic":1}`, `{"subject":":.billing:invoice","version":1,"id":1,"references":[{"name":"Money","subject":":.:money","version":1}],"schema":"{\"type\":\"record\",\"name\":\"Invoice\",\"fields\":[{\"name\":\"total\",\"type\":\"Money\"}]}","deleted":false}`},
	{`{"keytype":"SCHEMA","subject":"order","version":1,"magic":1}`, `{"subject":"order","version":1,"id":7,"schemaType":"PROTOBUF","schema":"syntax = \"proto3\";\n\nmessage Order {\n  string id = 1;\n}\n","deleted":false}`},
	{`{"keytype":"SCHEMA","subject":"old","version":1,"magic":1}`, `{"subject":"old","version":1,"id":8,"schemaType":"JSON","schema":"{\"type\":\"object\"}","deleted":false}`},
	{`{"keytype":"SCHEMA","subject":"gone","version":1,"magic":1}`, `{"subject":"gone","version":1,"id":9,"schema":"\"int\"","deleted":true}`},
	{`{"keytype":"DELETE_SUBJECT","subject":"old","magic":0}`, `{"subject":"old","version":1}`},
	{`{"keytype":"SCHEMA","subject":"gone","version":1,"magic":1}`, ``},
	{`{"keytype":"CONFIG","subject":"orders-alias","magic":0}`, `{"subject":"orders-alias","alias":"order"}`},
	{`{"keytype":"MODE","subject":":.billing:","magic":0}`, `{"subject":":.billing:","mode":"READONLY"}`},
}

// TestTopic brings a registry's topic on a real broker into Concord, and follows it.
func TestTopic(t *testing.T) {
	url, broker := startConcord(t), startKafka(t)
	client := topicClient(t, broker)
	produce(t, client, registryLog...)
	from := "kafka://" + broker
	if out := concord(t, 0, "import", "--server", url, "--from", from); !strings.Contains(out, "imported 4 versions, 1 version soft-deleted") {
		t.Errorf("import said %s", out)
	}
	for path, want := range map[string]string{
		"/schemas/ids/7":                          "message Order",
		"/subjects/old/versions?deleted=true":     "[1]",
		"/subjects":                               `[":.billing:invoice","money","order"]`,
		"/subjects?deleted=true":                  `[":.billing:invoice","money","old","order"]`,
		"/mode/:.billing:":                        "READONLY",
		"/config":                                 "FULL",
		"/subjects/orders-alias/versions/1":       `"order"`,
		"/contexts/.billing/schemas/ids/1":        "Money",
		"/subjects/money/versions/1/referencedby": "[1]",
	} {
		if got := get(t, url+path); !strings.Contains(got, want) {
			t.Errorf("%s answers %s, want %s", path, got, want)
		}
	}
	concord(t, 0, "verify", "--server", url, "--from", from+"/"+schemas)
	follow(t, url, from, client)
}

// follow lets an import follow the topic until what is written meanwhile has arrived.
func follow(t *testing.T, url, from string, client *kgo.Client) {
	binary, err := concordBinary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	following := exec.CommandContext(ctx, binary, "import", "--server", url, "--from", from, "--follow", "--every", "100ms")
	var said lastBytes
	following.Stdout, following.Stderr = &said, &said
	if err := following.Start(); err != nil {
		t.Fatal(err)
	}
	produce(t, client, [2]string{`{"keytype":"SCHEMA","subject":"money","version":2,"magic":1}`, `{"subject":"money","version":2,"id":12,"schema":"\"long\"","deleted":false}`})
	await(t, "the new version", func() error {
		if got := get(t, url+"/subjects/money/versions"); got != "[1,2]" {
			return fmt.Errorf("versions %s", got)
		}
		if got := get(t, url+"/mode"); !strings.Contains(got, "READWRITE") {
			return fmt.Errorf("the mode is not put back yet: %s", got)
		}
		return nil
	})
	if err := following.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := following.Wait(); err != nil {
		t.Errorf("following ended with %v:\n%s", err, said.String())
	}
	concord(t, 0, "verify", "--server", url, "--from", from)
}

// concord runs a command, which must end with a status, and returns what it said.
func concord(t *testing.T, status int, args ...string) string {
	t.Helper()
	binary, err := concordBinary()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(binary, args...)
	out, err := c.CombinedOutput()
	if c.ProcessState == nil || c.ProcessState.ExitCode() != status {
		t.Fatalf("concord %s: %v\n%s", strings.Join(args, " "), err, tail(out))
	}
	return string(out)
}

// topicClient makes the topic, as registries do: compacted, with one partition.
func topicClient(t *testing.T, broker string) *kgo.Client {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.DefaultProduceTopic(schemas), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	asked := kmsg.NewPtrCreateTopicsRequest()
	topic, compact := kmsg.NewCreateTopicsRequestTopic(), kmsg.NewCreateTopicsRequestTopicConfig()
	compact.Name, compact.Value = "cleanup.policy", kmsg.StringPtr("compact")
	topic.Topic, topic.NumPartitions, topic.ReplicationFactor = schemas, 1, 1
	topic.Configs = append(topic.Configs, compact)
	asked.Topics = append(asked.Topics, topic)
	answer, err := asked.RequestWith(t.Context(), client)
	if err == nil {
		err = kerr.ErrorForCode(answer.Topics[0].ErrorCode)
	}
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func produce(t *testing.T, client *kgo.Client, log ...[2]string) {
	t.Helper()
	for _, pair := range log {
		r := &kgo.Record{Key: []byte(pair[0])}
		if pair[1] != "" {
			r.Value = []byte(pair[1])
		}
		if err := client.ProduceSync(t.Context(), r).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
}

// get is the body of an answer.
func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

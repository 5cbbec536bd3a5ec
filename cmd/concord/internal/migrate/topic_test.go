package migrate_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

const schemas, keysTopic = "_schemas", "_dek_registry_keys"

// kafka runs a broker in this process with an empty topic of one partition.
func kafka(t *testing.T, more ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	cluster, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1), kfake.SeedTopics(1, schemas, keysTopic), kfake.SeedTopics(3, "wide")}, more...)...)
	check(t, err)
	t.Cleanup(cluster.Close)
	return cluster
}

// write appends records, each a key and a value; nil values are tombstones.
func write(t *testing.T, c *kfake.Cluster, records ...*kgo.Record) {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...), kgo.DefaultProduceTopic(schemas), kgo.ProducerBatchCompression(kgo.ZstdCompression()))
	check(t, err)
	defer client.Close()
	check(t, client.ProduceSync(t.Context(), records...).FirstErr())
}

func pair(key, value string) *kgo.Record {
	r := &kgo.Record{Key: []byte(key)}
	if value != "" {
		r.Value = []byte(value)
	}
	return r
}

func open(t *testing.T, c *kfake.Cluster, edit func(*migrate.TopicConfig)) *migrate.Topic {
	t.Helper()
	config := migrate.TopicConfig{Brokers: c.ListenAddrs(), Topic: schemas, Keys: keysTopic, Timeout: 10 * time.Second, Level: "BACKWARD"}
	if edit != nil {
		edit(&config)
	}
	topic, err := migrate.OpenTopic(config)
	check(t, err)
	t.Cleanup(topic.Close)
	return topic
}

func readTopic(t *testing.T, topic *migrate.Topic) *migrate.Snapshot {
	t.Helper()
	s, err := topic.Read(t.Context(), migrate.Selection{All: true})
	check(t, err)
	return s
}

// logOf is what a registry with the contents of s would have in its topic.
func logOf(t *testing.T, s *migrate.Snapshot) (records []*kgo.Record) {
	t.Helper()
	records = append(records, pair(`{"keytype":"NOOP","magic":0}`, ""))
	for _, scope := range s.Scopes {
		subject := fmt.Sprintf(`"subject":%q,`, scope.Name)
		if scope.Name == "" {
			subject = ""
		}
		if len(scope.Config) > 0 {
			config := map[string]any{"subject": scope.Name}
			for name, value := range scope.Config {
				config[name] = value
			}
			config["compatibilityLevel"] = config["compatibility"]
			delete(config, "compatibility")
			records = append(records, pair(`{"keytype":"CONFIG",`+subject+`"magic":0}`, encode(t, config)))
		}
		if scope.Mode != "" {
			records = append(records, pair(`{"keytype":"MODE",`+subject+`"magic":0}`, encode(t, map[string]any{"mode": scope.Mode})))
		}
	}
	for _, a := range s.Associations {
		key := fmt.Sprintf(`{"keytype":"ASSOC","tenant":"default","resourceName":%q,"resourceNamespace":%q,"resourceType":"topic","associationType":%q,"subject":%q,"magic":0}`,
			a.ResourceName, a.ResourceNamespace, a.Type, a.Subject)
		records = append(records, pair(key, encode(t, a)))
	}
	for _, v := range s.Versions {
		subject := v.Scope()
		value := map[string]any{"subject": subject, "version": v.Version, "id": v.ID, "schema": v.Schema.Text, "deleted": v.Deleted,
			"guid": string(v.GUID), "references": v.Schema.References, "ruleSet": v.Schema.RuleSet}
		if v.Schema.Type != concord.Avro {
			value["schemaType"] = v.Schema.Type
		}
		if m := v.Schema.Metadata; m != nil {
			tags := map[string][]string{}
			for path, list := range m.Tags {
				tags[path] = list
			}
			value["metadata"] = map[string]any{"tags": tags, "properties": m.Properties, "sensitive": m.Sensitive}
		}
		records = append(records, pair(fmt.Sprintf(`{"keytype":"SCHEMA","subject":%q,"version":%d,"magic":1}`, subject, v.Version), encode(t, value)))
	}
	return records
}

// keyLogOf is what a registry with the keys of s would have in their topic.
func keyLogOf(t *testing.T, s *migrate.Snapshot) (records []*kgo.Record) {
	t.Helper()
	add := func(key map[string]any, value any) {
		key["tenant"] = "default"
		r := pair(encode(t, key), encode(t, value))
		r.Topic = keysTopic
		records = append(records, r)
	}
	for _, k := range s.Keks {
		add(map[string]any{"type": "KEK", "name": k.Name}, k)
	}
	for _, d := range s.Deks {
		add(map[string]any{"type": "DEK", "kekName": d.Kek, "subject": d.Subject, "algorithm": d.Algorithm, "version": d.Version}, d)
	}
	return records
}

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	check(t, err)
	return string(text)
}

// TestTopic writes what a registry holds into a topic, and brings it from there into an empty one.
func TestTopic(t *testing.T) {
	s, cluster := read(t, everything(t).Registry), kafka(t)
	for _, scope := range s.Scopes {
		delete(scope.Config, "compatibilityJudge") // the other registry has none
	}
	s.Domains = nil // nor does it say anything of domains
	write(t, cluster, logOf(t, s)...)
	write(t, cluster, keyLogOf(t, s)...)
	found := readTopic(t, open(t, cluster, nil))
	if d := append(migrate.Compare(s, found, false), migrate.Compare(found, s, false)...); len(d) != 0 || len(found.Skipped) != 0 {
		t.Errorf("the topic is read with differences %v, skipped %v", d, found.Skipped)
	}
	if len(found.Versions) == 0 || found.Versions[0].CreateTime.IsZero() {
		t.Error("no versions, or no times of registration")
	}
	to := connect(t, serve(t), http.DefaultTransport)
	done := bring(t, to, found)
	if done.Copied != len(s.Versions) || len(done.Refused) != 0 {
		t.Errorf("%+v, want %d copied", done, len(s.Versions))
	}
	// Domains come with what is registered in them.
	s.Domains = []migrate.Domain{{Name: ".default"}, {Name: "billing"}, {Name: "crm"}}
	same(t, s, to)
}

// TestTopicFollowed reads what was written since the last time, and gives the same snapshot when nothing was.
func TestTopicFollowed(t *testing.T) {
	cluster := kafka(t)
	topic := open(t, cluster, nil)
	if n := len(readTopic(t, topic).Versions); n != 0 {
		t.Errorf("%d versions in an empty topic", n)
	}
	const key, value = `{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}`, `{"id":1,"schema":"\"int\""}`
	write(t, cluster, pair(key, value))
	first := readTopic(t, topic)
	if len(first.Versions) != 1 || readTopic(t, topic) != first {
		t.Errorf("%d versions, want 1 and the same snapshot when nothing was written", len(first.Versions))
	}
	write(t, cluster, pair(key, ""))
	if n := len(readTopic(t, topic).Versions); n != 0 {
		t.Errorf("%d versions after the tombstone", n)
	}
	part, err := topic.Read(t.Context(), migrate.Selection{Domain: "other"})
	check(t, err)
	if len(part.Scopes) != 0 {
		t.Errorf("scopes %v of a domain that has none", part.Scopes)
	}
}

// two puts two versions into a topic.
func two(t *testing.T) *kfake.Cluster {
	t.Helper()
	cluster := kafka(t)
	write(t, cluster, pair(`{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}`, `{"id":1,"schema":"\"int\""}`))
	write(t, cluster, pair(`{"keytype":"SCHEMA","subject":"b","version":1,"magic":1}`, `{"id":2,"schema":"\"long\""}`))
	return cluster
}

// TestTopicWithoutKeys reads from brokers that have no topic of keys, and where nobody asks for one.
func TestTopicWithoutKeys(t *testing.T) {
	cluster := two(t)
	for _, keys := range []string{"", "absent"} {
		s := readTopic(t, open(t, cluster, func(c *migrate.TopicConfig) { c.Keys = keys }))
		if len(s.Versions) != 2 || len(s.Skipped) != 0 {
			t.Errorf("keys in %q: %d versions, skipped %v", keys, len(s.Versions), s.Skipped)
		}
	}
}

// TestTopicWithoutStart reads a topic whose first records are gone.
func TestTopicWithoutStart(t *testing.T) {
	cluster := two(t)
	truncate(t, cluster, 1)
	if s := readTopic(t, open(t, cluster, nil)); len(s.Versions) != 1 || s.Versions[0].Subject != "b" {
		t.Errorf("%v, want what is left", s.Versions)
	}
}

// TestTopicWithoutEnd reads a topic whose last records are gone, as compaction leaves it: offsets promise more.
func TestTopicWithoutEnd(t *testing.T) {
	cluster := two(t)
	cluster.ControlKey(int16(kmsg.Fetch), func(r kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		asked := r.(*kmsg.FetchRequest)
		if asked.Topics[0].Partitions[0].FetchOffset == 0 {
			return nil, nil, false
		}
		answer := asked.ResponseKind().(*kmsg.FetchResponse)
		part := kmsg.NewFetchResponseTopicPartition()
		part.HighWatermark, part.LastStableOffset = 9, 9
		topic := kmsg.NewFetchResponseTopic()
		topic.Topic, topic.TopicID = asked.Topics[0].Topic, asked.Topics[0].TopicID
		topic.Partitions = append(topic.Partitions, part)
		answer.Topics = append(answer.Topics, topic)
		return answer, nil, true
	})
	if n := len(readTopic(t, open(t, cluster, nil)).Versions); n != 2 {
		t.Errorf("%d versions, want 2: the end is where nothing more comes", n)
	}
}

// truncate deletes the records before an offset.
func truncate(t *testing.T, c *kfake.Cluster, before int64) {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...))
	check(t, err)
	defer client.Close()
	asked := kmsg.NewPtrDeleteRecordsRequest()
	topic, part := kmsg.NewDeleteRecordsRequestTopic(), kmsg.NewDeleteRecordsRequestTopicPartition()
	topic.Topic, part.Offset = schemas, before
	topic.Partitions = append(topic.Partitions, part)
	asked.Topics = append(asked.Topics, topic)
	answer, err := asked.RequestWith(t.Context(), client)
	check(t, err)
	check(t, kerr.ErrorForCode(answer.Topics[0].Partitions[0].ErrorCode))
}

func TestTopicLogin(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		t.Run(mechanism, func(t *testing.T) {
			cluster := kafka(t, kfake.EnableSASL(), kfake.Superuser(mechanism, "reader", "secret"))
			login := func(password string) *migrate.Topic {
				return open(t, cluster, func(c *migrate.TopicConfig) { c.Mechanism, c.User, c.Password = mechanism, "reader", password })
			}
			readTopic(t, login("secret"))
			_, err := login("guess").Read(t.Context(), migrate.Selection{All: true})
			if hint := hintOf(err); !strings.Contains(hint, "password") {
				t.Errorf("error %v, hint %q for a wrong password", err, hint)
			}
		})
	}
}

func hintOf(err error) string {
	if hinted := (*migrate.SourceError)(nil); errors.As(err, &hinted) {
		return hinted.HintText()
	}
	return ""
}

func TestTopicRefuses(t *testing.T) {
	for _, test := range []struct {
		name       string
		edit       func(*migrate.TopicConfig)
		want, hint string
	}{
		{"another name", func(c *migrate.TopicConfig) { c.Topic = "schemas" }, "UNKNOWN_TOPIC", "kafkastore.topic"},
		{"several partitions", func(c *migrate.TopicConfig) { c.Topic = "wide" }, "3 partitions", ""},
		{"TLS where there is none", func(c *migrate.TopicConfig) { c.TLS, c.Timeout = &tls.Config{}, time.Second }, "", "--from-tls"},
		{"nobody there", func(c *migrate.TopicConfig) { c.Brokers, c.Timeout = []string{"127.0.0.1:1"}, time.Second }, "127.0.0.1:1", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := open(t, kafka(t), test.edit).Read(t.Context(), migrate.Selection{All: true})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(hintOf(err), test.hint) {
				t.Errorf("error %v, hint %q, want %q and %q", err, hintOf(err), test.want, test.hint)
			}
		})
	}
	if _, err := migrate.OpenTopic(migrate.TopicConfig{Brokers: []string{"a:1"}, Topic: schemas, Mechanism: "GSSAPI"}); err == nil {
		t.Error("no error for a mechanism that is not known")
	}
}

// TestTopicInterrupted gives up as soon as the context ends.
func TestTopicInterrupted(t *testing.T) {
	cluster := kafka(t)
	ctx, cancel := context.WithCancel(t.Context())
	cluster.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
		cancel()
		return nil, nil, false
	})
	if _, err := open(t, cluster, nil).Read(ctx, migrate.Selection{All: true}); !errors.Is(err, context.Canceled) && err != nil {
		t.Errorf("error %v, want that of the context", err)
	}
	if _, err := open(t, cluster, nil).Read(ctx, migrate.Selection{All: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the context has ended", err)
	}
}

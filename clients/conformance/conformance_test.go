//go:build conformance

package conformance

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// client is one release of a client: the command line that runs its program, without the arguments, and the verb that
// makes it call every method.
type client struct {
	name    string
	install func(*testing.T) []string
	verb    string
}

// exchanging are the clients that also speak to brokers, and encrypt.
var exchanging = []client{
	{"python 2.16.0", python("python"), "registry"},
	{"js 1.10.1", node("@confluentinc/schemaregistry"), "registry"},
	{"go 2.15.1", golang, "registry"},
}

var others = []client{
	{"python 2.0.2", python("python/old"), "registry"},
	{"python 1.9.2", oldestPython, "registry"},
	{"python-schema-registry-client 2.6.1", python("python/other"), "registry"},
	{"js 1.9.0", node("schemaregistry-1.9.0"), "registry"},
	{"js 1.0.0", node("schemaregistry-1.0.0"), "registry"},
	{"kafkajs/confluent-schema-registry 3.9.0", node("@confluentinc/schemaregistry"), "kafkajs"},
	{"franz-go sr 1.8.0", golang, "franz"},
	{"srclient 0.7.3", golang, "srclient"},
	{"hamba/avro 2.31.0", golang, "hamba"},
	{"java 7.9.5", walkJava(java795), "registry"},
	{"java 7.7.0", walkJava(java770), "registry"},
	{"java 7.7.0, contracts", contractJava, "contract"},
	{"java 7.5.3, relocated", walkJava(java753), "registry"},
	{"java 7.2.2, relocated", walkJava(java722), "registry"},
	{"java 5.5.3", walkJava(java553), "registry"},
	{"java 5.3.4", walkJava(java534), "registry"},
}

// homes are the default domain, and another one that clients reach as they reach any context, by the path in their URL;
// that one also with ids that are counted in each domain, so that they mean different schemas in different domains.
var homes = []struct{ name, ids, path string }{
	{"default domain", "content", ""},
	{"domain", "content", "/contexts/.shop"},
	{"domain with counted ids", "confluent", "/contexts/.shop"},
}

// TestRegistry lets each client call every method that it has, and pass a message through its serializers.
func TestRegistry(t *testing.T) {
	for _, c := range slices.Concat(exchanging, others) {
		t.Run(c.name, func(t *testing.T) {
			command := c.install(t)
			for _, home := range homes {
				t.Run(home.name, func(t *testing.T) { run(t, c.name, command, c.verb, startConcord(t, "--ids", home.ids)+home.path) })
			}
		})
	}
}

// TestBroker passes messages of each format from every client to the next one through Kafka.
func TestBroker(t *testing.T) {
	url, broker := startConcord(t), startKafka(t)
	for i, from := range exchanging {
		to := exchanging[(i+1)%len(exchanging)]
		t.Run(from.name+" to "+to.name, func(t *testing.T) {
			prefix := fmt.Sprintf("ring-%d-%d", i, time.Now().UnixNano())
			run(t, from.name, from.install(t), "produce", url, broker, prefix)
			run(t, to.name, to.install(t), "consume", url, broker, prefix)
		})
	}
}

// TestEncryption lets every language decrypt a field that each of the others encrypted. The registry keeps the keys; the
// clients wrap them, having the secret, or the registry does, and the clients have none.
func TestEncryption(t *testing.T) {
	url, languages := startConcord(t), append(slices.Clone(exchanging), client{"java 7.7.0", encryptJava, ""})
	for who, secret := range map[string][]string{"client": {"conformance"}, "registry": nil} {
		for i, from := range languages {
			t.Run("by "+who+" from "+from.name, func(t *testing.T) {
				topic, file := fmt.Sprintf("encrypted-%s-%d", who, i), filepath.Join(t.TempDir(), "message")
				if secret == nil {
					shareKey(t, url, "kek-"+topic)
				}
				arguments := append([]string{url, topic, file}, secret...)
				run(t, from.name, from.install(t), append([]string{"encrypt"}, arguments...)...)
				for _, to := range languages {
					t.Run("to "+to.name, func(t *testing.T) { run(t, to.name, to.install(t), append([]string{"decrypt"}, arguments...)...) })
				}
			})
		}
	}
}

// shareKey lets the registry use a key of local-kms, of which it knows the secret.
func shareKey(t *testing.T, url, name string) {
	t.Helper()
	body := fmt.Sprintf(`{"name":%q,"kmsType":"local-kms","kmsKeyId":"key","shared":true}`, name)
	if status, answer := send(t, "POST", url+"/dek-registry/v1/keks?testSharing=true", nil, body); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
}

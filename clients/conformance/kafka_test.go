//go:build conformance

package conformance

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestStreams runs a Kafka Streams application whose topics and state are in Avro.
func TestStreams(t *testing.T) {
	url, broker := startConcord(t), startKafka(t)
	path := classes(t, kafkaJars(t)+string(os.PathListSeparator)+fetch(t, java770), "Streams", "Called")
	run(t, "kafka streams 4.1.0, java 7.7.0", java(path, "conformance.Streams"), "streams", url, broker, "sums", t.TempDir())
}

// TestConnect lets a Connect worker carry the lines of a file to a topic, as records in Avro, and on to another file.
func TestConnect(t *testing.T) {
	url, broker, dir := startConcord(t), startKafka(t), t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	writeFile(t, in, "first\nsecond\n")
	writeFile(t, filepath.Join(dir, "worker.properties"), fmt.Sprintf(workerSettings, broker, url, filepath.Join(dir, "offsets"), freeAddress(t)))
	writeFile(t, filepath.Join(dir, "source.properties"), fmt.Sprintf(sourceSettings, in))
	writeFile(t, filepath.Join(dir, "sink.properties"), fmt.Sprintf(sinkSettings, out))
	path := kafkaJars(t) + string(os.PathListSeparator) + fetch(t, java770)
	command := java(path, "org.apache.kafka.connect.cli.ConnectStandalone")
	for _, name := range []string{"worker", "source", "sink"} {
		command = append(command, filepath.Join(dir, name+".properties"))
	}
	start(t, exec.Command(command[0], command[1:]...))
	await(t, "the sink", func() error {
		text, err := os.ReadFile(out)
		if want := "Struct{line=first}\nStruct{line=second}\n"; err != nil || string(text) != want {
			return fmt.Errorf("%q, want %q: %w", text, want, err)
		}
		return nil
	})
	status, answer := send(t, "GET", url+"/subjects/lines-value/versions/latest/schema", nil, "")
	if status != 200 || !bytes.Contains(answer, []byte(`"name":"line"`)) {
		t.Fatalf("the converter registered %d %s", status, answer)
	}
	count("kafka connect 4.1.0, java 7.7.0", 2)
}

const workerSettings = `bootstrap.servers=%s
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=io.confluent.connect.avro.AvroConverter
value.converter.schema.registry.url=%s
offset.storage.file.filename=%s
offset.flush.interval.ms=1000
listeners=http://%s
plugin.discovery=service_load
`

const sourceSettings = `name=source
connector.class=FileStreamSource
tasks.max=1
file=%s
topic=lines
transforms=hoist
transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value
transforms.hoist.field=line
`

const sinkSettings = `name=sink
connector.class=FileStreamSink
tasks.max=1
file=%s
topics=lines
`

// startKafka runs one broker in KRaft mode and returns its address.
func startKafka(t *testing.T) string {
	t.Helper()
	broker, controller, settings := freeAddress(t), freeAddress(t), filepath.Join(t.TempDir(), "server.properties")
	writeFile(t, settings, fmt.Sprintf(kafkaSettings, broker, controller, broker, controller, filepath.Join(t.TempDir(), "log")))
	path := kafkaJars(t)
	shell(t, ".", java(path, "kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", settings)...)
	command := java(path, "kafka.Kafka", settings)
	start(t, exec.Command(command[0], command[1:]...))
	await(t, "kafka", func() error {
		connection, err := net.Dial("tcp", broker)
		if err == nil {
			connection.Close()
		}
		return err
	})
	return broker
}

const kafkaSettings = `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://%s,CONTROLLER://%s
advertised.listeners=PLAINTEXT://%s
controller.quorum.voters=1@%s
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=%s
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=4194304
`

// kafkaJars installs the broker with Connect and Streams, and returns the class path that has them.
func kafkaJars(t *testing.T) string {
	t.Helper()
	need(t, "java", "mvn")
	return filepath.Join(once(t, "kafka", "kafka/pom.xml", func(dir string) {
		shell(t, "kafka", "mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory="+dir)
	}), "*")
}

// java is the command that runs a class in a small heap.
func java(path, class string, args ...string) []string {
	return append([]string{"java", "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", path, class}, args...)
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

//go:build conformance

package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// client is one language's program: the command line that runs it, without the arguments that every program takes.
type client struct {
	name    string
	install func(*testing.T) []string
}

var clients = []client{
	{"python", python},
	{"node", node},
	{"go", golang},
}

var javaClients = []client{
	{"java 7.9.5", java("1.5.0")},
	{"java 5.5.3, which refuses unknown members", java("0.11.0")},
}

// TestRegistry lets each client register, look up and round-trip a message in each format that it has, change a level,
// be refused, and delete.
func TestRegistry(t *testing.T) {
	url := startConcord(t)
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) { run(t, c.install(t), "registry", url) })
	}
	for _, c := range javaClients {
		t.Run(c.name, func(t *testing.T) { run(t, c.install(t), url) })
	}
}

// TestBroker passes messages of each format from every client to the next one through Kafka.
func TestBroker(t *testing.T) {
	url, broker := startConcord(t), startKafka(t)
	for i, from := range clients {
		to := clients[(i+1)%len(clients)]
		t.Run(from.name+" to "+to.name, func(t *testing.T) {
			prefix := fmt.Sprintf("%s-%d", from.name, time.Now().UnixNano())
			run(t, from.install(t), "produce", url, broker, prefix)
			run(t, to.install(t), "consume", url, broker, prefix)
		})
	}
}

func python(t *testing.T) []string {
	need(t, "python3")
	home := once(t, "python", "python/requirements.txt", func(dir string) {
		shell(t, ".", "python3", "-m", "venv", dir)
		shell(t, "python", filepath.Join(dir, "bin", "pip"), "install", "--quiet", "--requirement", "requirements.txt")
	})
	return []string{filepath.Join(home, "bin", "python"), "python/client.py"}
}

func node(t *testing.T) []string {
	need(t, "node", "npm")
	home := once(t, "node", "node/package-lock.json", func(dir string) {
		for _, name := range []string{"package.json", "package-lock.json"} {
			copyFile(t, filepath.Join("node", name), filepath.Join(dir, name))
		}
		shell(t, dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	})
	// Modules are found beside the program, so the program stands beside them.
	copyFile(t, "node/client.mjs", filepath.Join(home, "client.mjs"))
	return []string{"node", filepath.Join(home, "client.mjs")}
}

func golang(t *testing.T) []string {
	need(t, "gcc")
	binary := filepath.Join(cache(t), "go-client")
	shell(t, "go", "go", "build", "-o", binary, ".")
	return []string{binary}
}

// java runs the client from the self-contained jar of another project that carries it un-relocated.
func java(release string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		need(t, "java", "mvn")
		home := once(t, "java-"+release, "java/Client.java", func(dir string) {
			shell(t, ".", "mvn", "-q", "-B", "dependency:copy", "-DoutputDirectory="+dir,
				"-Dartifact=org.apache.pinot:pinot-confluent-avro:"+release+":jar:shaded")
		})
		jars, err := filepath.Glob(filepath.Join(home, "*.jar"))
		if err != nil || len(jars) != 1 {
			t.Fatalf("jars in %s: %v, %v", home, jars, err)
		}
		return []string{"java", "-cp", jars[0], "java/Client.java"}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

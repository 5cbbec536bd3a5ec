//go:build conformance

package conformance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// python runs the program in a folder with the packages of the lock file beside it.
func python(folder string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		need(t, "python3")
		lock := filepath.Join(folder, "requirements.txt")
		home := once(t, filepath.Base(folder), lock, func(dir string) {
			shell(t, ".", "python3", "-m", "venv", dir)
			shell(t, ".", filepath.Join(dir, "bin", "pip"), "install", "--quiet", "--requirement", lock)
		})
		return pythonCommand(home, folder)
	}
}

func pythonCommand(home, folder string) []string {
	return []string{filepath.Join(home, "bin", "python"), "-B", "-W", "ignore", filepath.Join(folder, "client.py")}
}

// oldestPython builds a release that has no wheel any more with the C library that the Go client brings along.
func oldestPython(t *testing.T) []string {
	need(t, "python3", "gcc")
	const lock = "python/oldest/requirements.txt"
	home := once(t, "oldest", lock, func(dir string) {
		vendored := filepath.Join(moduleFolder(t, "go", "github.com/confluentinc/confluent-kafka-go/v2"), "kafka", "librdkafka_vendor")
		system := map[string]string{"linux": "glibc_linux", "darwin": "darwin"}[runtime.GOOS]
		copyFile(t, filepath.Join(vendored, fmt.Sprintf("librdkafka_%s_%s.a", system, runtime.GOARCH)), filepath.Join(dir, "librdkafka.a"))
		if err := os.Symlink(vendored, filepath.Join(dir, "librdkafka")); err != nil {
			t.Fatal(err)
		}
		shell(t, ".", "python3", "-m", "venv", dir)
		pip := filepath.Join(dir, "bin", "pip")
		shell(t, ".", pip, "install", "--quiet", "setuptools==65.5.0", "wheel==0.45.1")
		shell(t, ".", "env", "CFLAGS=-I"+dir, "LDFLAGS=-L"+dir, pip, "install", "--quiet", "--no-build-isolation", "--requirement", lock)
	})
	return pythonCommand(home, "python/old")
}

// moduleFolder is where Go keeps a module that the one in a folder requires.
func moduleFolder(t *testing.T, folder, module string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module)
	c.Dir = folder
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", module, err)
	}
	return strings.TrimSpace(string(out))
}

// node runs the program for one of the packages that the lock file has.
func node(release string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		need(t, "node", "npm")
		home := once(t, "node", "node/package-lock.json", func(dir string) {
			for _, name := range []string{"package.json", "package-lock.json"} {
				copyFile(t, filepath.Join("node", name), filepath.Join(dir, name))
			}
			shell(t, dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
		})
		// Modules are found beside the program, so the program stands beside them.
		for _, name := range []string{"client.mjs", "contract.mjs", "kafkajs.mjs", "walk.mjs"} {
			copyFile(t, filepath.Join("node", name), filepath.Join(home, name))
		}
		return []string{"node", filepath.Join(home, "client.mjs"), release}
	}
}

func golang(t *testing.T) []string {
	need(t, "gcc")
	binary := filepath.Join(cache(t), "go-client")
	shell(t, "go", "go", "build", "-o", binary, ".")
	return []string{binary}
}

// The releases of the Java client that the public repository has, each in a jar of a project that carries it.
var (
	java534 = []string{"org.apache.hudi:hudi-utilities-bundle_2.11:0.11.0", "org.apache.avro:avro:1.10.2", slf4j,
		"com.fasterxml.jackson.core:jackson-core:2.10.5", "com.fasterxml.jackson.core:jackson-databind:2.10.5", "com.fasterxml.jackson.core:jackson-annotations:2.10.5"}
	java553 = []string{"org.apache.pinot:pinot-confluent-avro:0.11.0:jar:shaded"}
	java722 = []string{"org.apache.flink:flink-sql-avro-confluent-registry:1.17.0", slf4j}
	java753 = []string{"org.apache.flink:flink-sql-avro-confluent-registry:2.3.0", slf4j}
	java770 = []string{"com.snowflake:snowflake-kafka-connector:2.5.0"}
	java795 = []string{"org.apache.pinot:pinot-confluent-avro:1.5.0:jar:shaded"}
)

const slf4j = "org.slf4j:slf4j-api:1.7.36"

// walkJava runs the program that calls every method of the client in some jars.
func walkJava(jars []string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		path := classes(t, fetch(t, jars), "Registry", "Rest", "Texts", "Called")
		return java(path, "conformance.Registry")
	}
}

// contractJava and encryptJava run the programs about rules, with the one release that has everything for them in its jar.
func contractJava(t *testing.T) []string {
	return java(classes(t, fetch(t, java770), "Contract", "Called"), "conformance.Contract")
}

func encryptJava(t *testing.T) []string {
	return java(classes(t, fetch(t, java770), "Encrypt", "Called"), "conformance.Encrypt")
}

// fetch puts jars into a folder and returns the class path that has them all.
func fetch(t *testing.T, jars []string) string {
	t.Helper()
	need(t, "java", "javac", "mvn")
	name := strings.ReplaceAll(strings.Join(strings.Split(jars[0], ":")[1:3], "-"), "_", "-")
	return filepath.Join(onceFrom(t, name, []byte(strings.Join(jars, "\n")), func(dir string) {
		for _, jar := range jars {
			shell(t, ".", "mvn", "-q", "-B", "dependency:copy", "-DoutputDirectory="+dir, "-Dartifact="+jar)
		}
	}), "*")
}

// classes compiles programs of the folder java against a class path, and returns it with them on it.
func classes(t *testing.T, path string, programs ...string) string {
	t.Helper()
	var sources []string
	for _, p := range programs {
		sources = append(sources, filepath.Join("java", p+".java"))
	}
	dir := onceFrom(t, "classes-"+programs[0], append(contents(t, sources...), path...), func(dir string) {
		shell(t, ".", slices.Concat([]string{"javac", "-nowarn", "-cp", path, "-d", dir}, sources)...)
	})
	return dir + string(os.PathListSeparator) + path
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

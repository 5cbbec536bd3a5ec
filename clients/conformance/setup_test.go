//go:build conformance

package conformance

import (
	"os"
	"path/filepath"
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
		return []string{filepath.Join(home, "bin", "python"), "-B", "-W", "ignore", filepath.Join(folder, "client.py")}
	}
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
		for _, name := range []string{"client.mjs", "kafkajs.mjs", "walk.mjs"} {
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

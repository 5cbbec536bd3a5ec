package concord

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/concord-registry/concord/"

// rooms is the table of rooms as data: what a package may import of ours. An entry covers the packages below it
// unless they have their own. The sentence is what a reader is told when the table is broken.
var rooms = []room{
	{"schema", nil, "schema knows the formats' texts and nothing above them"},
	{"schema/contract", []string{"schema"}, "schema/contract is the algebra of metadata and rule sets: it reads no texts and knows no failures of a server"},
	{"compat", []string{"schema"}, "compat compares parsed schemas: it knows no files, network, storage or policy"},
	{"compat/word", nil, "compat/word is a leaf: it holds words and knows no other package of ours"},
	{"compat/rule", []string{"schema"}, "compat/rule holds the words of findings: it compares nothing"},
	{"compat/compattest", []string{"compat/rule"}, "compat/compattest runs cases and rule tables: it knows no format"},
	{"compat/avro", []string{"schema", "compat/rule"}, "compat/avro compares Avro schemas: it knows no other format, no levels and no judges"},
	{"compat/protobuf", []string{"schema", "compat/rule"}, "compat/protobuf compares Protobuf schemas: it knows no other format, no levels and no judges"},
	{"compat/jsonschema", []string{"schema", "compat/rule"}, "compat/jsonschema compares JSON Schemas: it knows no other format, no levels and no judges"},
	{"compat/jsonschema/language", nil, "compat/jsonschema/language is a leaf: it knows patterns and strings, and no schemas"},
	{"compat/jsonschema/site", []string{"schema"}, "compat/jsonschema/site is a leaf: it names places in two schemas"},
	{"compat/jsonschema/value", []string{"schema"}, "compat/jsonschema/value is a leaf: it knows the values that schemas speak of"},
	{"compat/jsonschema/schematest", []string{"schema"}, "compat/jsonschema/schematest reads schemas for tests, whatever they test"},
	{"compat/jsonschema/made", []string{"schema", "compat/jsonschema/value"}, "compat/jsonschema/made makes schemas: it does not know what for"},
	{"compat/jsonschema/reference", []string{"schema", "compat/jsonschema/site", "compat/jsonschema/value"}, "compat/jsonschema/reference says what the reference registry reports: it knows nothing of searches, proofs and rules"},
	{"compat/jsonschema/evaluate", []string{"schema", "compat/jsonschema/language", "compat/jsonschema/value"}, "compat/jsonschema/evaluate holds one value against one schema: it searches for none"},
	{"compat/jsonschema/search", []string{"schema", "compat/jsonschema/language", "compat/jsonschema/value", "compat/jsonschema/made", "compat/jsonschema/evaluate"}, "compat/jsonschema/search looks for values: it knows nothing of places, findings and rules"},
	{"compat/jsonschema/proof", []string{"schema", "compat/rule", "compat/jsonschema/site", "compat/jsonschema/made", "compat/jsonschema/evaluate", "compat/jsonschema/search"}, "compat/jsonschema/proof asks search: it knows nothing of the reference registry and of findings"},
	{"policy", []string{"schema", "compat"}, "policy holds the words: it knows schemas and findings, not the server, not storage, not the clock"},
	{"policy/set", []string{"schema", "compat", "policy"}, "policy/set is the language of a policy repository: not how rules are evaluated, not the server"},
	{"policy/engine", []string{"schema", "compat", "policy"}, "policy/engine evaluates: it knows neither where policies are from nor the server"},
	{"proto", nil, "proto holds messages only"},
	{"clients/go", nil, "the client is a module of its own: it knows nothing of the server's"},
	{"server/fault", nil, "server/fault is a leaf: it names failures and their reasons, and knows no other package of ours"},
	{"server/store", []string{"schema", "compat/word", "server/fault"}, "server/store holds records and views: of compatibility it knows the words only, nothing of policy, nor where records lie"},
	{"server/store/etcd", []string{"schema", "server/fault", "server/store"}, "server/store/etcd speaks to etcd: it does not know who runs it"},
	{"server/store/child", []string{"server/fault"}, "server/store/child runs etcd: it knows no records and no keys"},
	{"server/store/storetest", []string{"schema", "server/fault", "server/store"}, "server/store/storetest is the contract of a store"},
	{"server/kms", nil, "server/kms is a leaf: it asks key management services and knows no records"},
	{"server/position", []string{"server/fault", "server/store"}, "server/position names places in the log for every dialect: it knows none of them"},
	{"server/reading", []string{"schema", "compat", "server/fault", "server/store"}, "server/reading closes, parses, compares and remembers texts: no HTTP, no policy"},
	{"server/registry", []string{"schema", "compat", "policy", "server/fault", "server/store", "server/reading"}, "server/registry holds the use cases: no HTTP, no gRPC, no etcd"},
	{"server/association", []string{"schema", "server/fault", "server/store", "server/registry"}, "server/association ties resources to subjects and has the registry register: no HTTP, no compatibility"},
	{"server/keys", []string{"schema", "server/fault", "server/kms", "server/store", "server/registry"}, "server/keys holds KEKs and DEKs: no HTTP, no compatibility"},
	{"server/confluent", []string{"schema", "compat/rule", "compat", "policy", "server/fault", "server/store", "server/registry", "server/association", "server/keys", "server/position"}, "server/confluent has the operations of the Confluent API: no etcd, no compatibility rules, no gRPC"},
	{"server/confluent/dialect", []string{"schema", "server/fault", "server/store", "server/confluent/problem"}, "server/confluent/dialect knows how the Confluent API speaks: paths, media types, bodies, pages; not what any operation means"},
	{"server/confluent/problem", []string{"server/fault", "server/store"}, "server/confluent/problem is the table of what the Confluent API says of a failure: no operation, no use case"},
	{"server/rpc", []string{"schema", "compat", "policy", "proto", "server/fault", "server/store", "server/registry", "server/position"}, "server/rpc knows the native API: nothing of the Confluent dialect or etcd"},
	{"server", []string{"schema", "compat", "policy", "proto", "server"}, "server assembles listeners: it does not know what a schema is"},
	{"server/servertest", []string{"server/confluent", "server/keys", "server/registry", "server/rpc", "server/store"}, "server/servertest runs servers for tests: it does not know what a schema is"},
	{"cmd/concord", []string{"schema", "compat", "policy", "proto", "clients/go", "server", "server/fault", "server/store/child"}, "cmd/concord knows flags, output and exit codes: it reaches a server through clients/go only"},
}

type room struct {
	path     string
	imports  []string
	sentence string
}

// forbidden are the modules that must not reach a package, whatever imports them.
var forbidden = []struct{ path, module, reason string }{
	{"compat", "go.etcd.io", "compat must stay free of storage"},
	{"compat", "github.com/open-policy-agent", "compat must stay free of policy"},
	{"compat", "net/http", "compat does no I/O"},
	{"policy", "go.etcd.io", "policy must stay free of storage"},
	{"server/fault", "net/http", "what a failure is on a wire is a table of the front end"},
	{"server/fault", "google.golang.org/grpc", "what a failure is on a wire is a table of the front end"},
	{"server/registry", "go.etcd.io", "use cases must not know etcd"},
	{"server/registry", "net/http", "use cases must not know HTTP"},
	{"server/reading", "net/http", "texts are read from views: reading does no I/O"},
}

// alone are the modules that one package knows, and the packages below it.
var alone = []struct{ module, path, reason string }{
	{"github.com/open-policy-agent", "policy/engine", "policy/engine alone knows OPA"},
	{"github.com/go-git", "policy/repo", "policy/repo alone knows Git"},
}

// TestRooms holds the imports of all packages against the table.
func TestRooms(t *testing.T) {
	for _, p := range packages(t) {
		r, ok := roomOf(p.path())
		if !ok {
			continue
		}
		for _, imported := range p.Imports {
			theirs, ours := strings.CutPrefix(imported, module)
			if ours && !covers(r.path, theirs) && !slices.ContainsFunc(r.imports, func(a string) bool { return covers(a, theirs) }) {
				t.Errorf("%s imports %s: %s", p.path(), theirs, r.sentence)
			}
		}
	}
}

// TestForbidden holds the direct imports that would bring a technology into the wrong room.
func TestForbidden(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range forbidden {
			if !covers(f.path, p.path()) {
				continue
			}
			for _, imported := range p.Imports {
				if imported == f.module || strings.HasPrefix(imported, f.module+"/") {
					t.Errorf("%s imports %s: %s", p.path(), imported, f.reason)
				}
			}
		}
	}
}

// TestAlone holds the imports of technologies that have one room.
func TestAlone(t *testing.T) {
	for _, p := range packages(t) {
		for _, a := range alone {
			for _, imported := range p.Imports {
				if covers(a.module, imported) && !covers(a.path, p.path()) {
					t.Errorf("%s imports %s: %s", p.path(), imported, a.reason)
				}
			}
		}
	}
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, module) }

func packages(t *testing.T) []pkg {
	t.Helper()
	var out []byte
	for _, folder := range modules {
		list := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
		list.Dir = folder
		listed, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, listed...)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}

// roomOf is the longest entry of the table that covers a package.
func roomOf(path string) (room, bool) {
	best, found := room{}, false
	for _, r := range rooms {
		if covers(r.path, path) && (!found || len(r.path) > len(best.path)) {
			best, found = r, true
		}
	}
	return best, found
}

func covers(prefix, path string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

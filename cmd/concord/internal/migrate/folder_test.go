package migrate_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// files reads a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	check(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		found[strings.TrimPrefix(path, dir)] = string(text)
		return err
	}))
	return found
}

// TestExport goes from a registry to a folder, to another registry, to another folder.
func TestExport(t *testing.T) {
	s := read(t, source(t).Registry)
	first, again := filepath.Join(t.TempDir(), "a"), t.TempDir()
	check(t, s.Export(first))
	loaded, err := migrate.Folder(first).Read(t.Context(), migrate.Selection{All: true})
	check(t, err)
	to := connect(t, serve(t), http.DefaultTransport)
	bring(t, to, loaded)
	same(t, s, to)
	check(t, read(t, to).Export(again))
	if diff := cmp.Diff(files(t, first), files(t, again)); diff != "" {
		t.Errorf("exported again (-first +again):\n%s", diff)
	}
	if len(files(t, first)) != 9 {
		t.Errorf("files %v, want 8 schemas and the manifest", files(t, first))
	}
}

// TestExportWithoutDomains reads a folder of which the manifest says nothing of domains, as that of another registry: what
// the server says of its domains stays.
func TestExportWithoutDomains(t *testing.T) {
	s, dir := read(t, source(t).Registry), t.TempDir()
	s.Domains = nil
	check(t, s.Export(dir))
	if strings.Contains(files(t, dir)["/"+migrate.Manifest], `"domain"`) {
		t.Error("the manifest has domains")
	}
	loaded, err := migrate.Folder(dir).Read(t.Context(), migrate.Selection{All: true})
	check(t, err)
	address := serve(t)
	_, err = native(t, address).CreateDomain(t.Context(), concord.Domain{Domain: "billing", Owner: "group:billing"})
	check(t, err)
	to := connect(t, address, http.DefaultTransport)
	if done := bring(t, to, loaded); len(done.Refused)+done.Domains != 0 {
		t.Errorf("%+v, want nothing refused and no domain touched", done)
	}
	target := read(t, to)
	if d := migrate.Compare(loaded, target, false); len(d) != 0 {
		t.Errorf("differences %v", d)
	}
	if got := target.Domains[0]; got.Owner != "group:billing" {
		t.Errorf("domain %+v, want the owner that it had", got)
	}
}

// TestExportReplaces writes a smaller export over a larger one.
func TestExportReplaces(t *testing.T) {
	s := read(t, source(t).Registry)
	dir, fresh := t.TempDir(), t.TempDir()
	check(t, s.Export(dir))
	part := s.Only(migrate.Selection{Domain: "billing"})
	check(t, part.Export(dir))
	check(t, part.Export(fresh))
	if diff := cmp.Diff(files(t, fresh), files(t, dir)); diff != "" {
		t.Errorf("over an older one (-fresh +over):\n%s", diff)
	}
}

func TestExportRefuses(t *testing.T) {
	dir := t.TempDir()
	check(t, os.WriteFile(filepath.Join(dir, "thesis.txt"), nil, 0o600))
	if err := new(migrate.Snapshot).Export(dir); err == nil || !strings.Contains(err.Error(), "no export") {
		t.Errorf("error %v over a folder of something else", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	const head = `{"concord_export":1}` + "\n"
	outside := filepath.Join(t.TempDir(), "secret")
	check(t, os.WriteFile(outside, []byte("secret"), 0o600))
	for _, test := range []struct{ name, manifest, want string }{
		{"empty", "", "manifest.jsonl is empty"},
		{"of another release", `{"concord_export":2}`, "manifest.jsonl:1: this program reads exports of release 1"},
		{"not JSON", head + "{", "manifest.jsonl:2: unexpected end"},
		{"a file that is not there", head + `{"version":{"subject":"a","file":"b"}}`, "no such file"},
		{"a file outside", head + `{"version":{"subject":"a","file":"../x"}}`, "escapes"},
		{"a link that leads outside", head + `{"version":{"subject":"a","file":"link"}}`, "escapes"},
		{"no GUID", head + `{"version":{"subject":"a","file":"manifest.jsonl","guid":"x"}}`, "manifest.jsonl:2: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			check(t, os.Symlink(outside, filepath.Join(dir, "link")))
			check(t, os.WriteFile(filepath.Join(dir, migrate.Manifest), bytes.TrimSpace([]byte(test.manifest)), 0o600))
			if _, err := migrate.Folder(dir).Read(t.Context(), migrate.Selection{All: true}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Read: %v, want %q", err, test.want)
			}
		})
	}
}

package migrate

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// An export is a folder with [Manifest] and one file for each schema. The manifest has a line of JSON for everything: the
// first says what it is, then come the domains, scopes, keys, associations and versions, each in order; so equal
// registries make equal bytes.

// Manifest is the name of the file that says what an export holds.
const Manifest = "manifest.jsonl"

// release is the form of an export that this program writes and reads.
const release = 1

// limits of what is read from a folder, in bytes.
const (
	maxLine   = 64 << 20
	maxSchema = 64 << 20
)

// line is one line of a manifest: exactly one member is set.
type line struct {
	Release     int                    `json:"concord_export,omitempty"`
	Domain      *Domain                `json:"domain,omitempty"`
	Scope       *Scope                 `json:"settings,omitempty"`
	Kek         *confluent.Kek         `json:"kek,omitempty"`
	Dek         *confluent.Dek         `json:"dek,omitempty"`
	Association *confluent.Association `json:"association,omitempty"`
	Version     *versionRecord         `json:"version,omitempty"`
}

// versionRecord is a version without its text, which stands in File.
type versionRecord struct {
	Subject    string                `json:"subject"`
	Number     int                   `json:"version"`
	ID         int32                 `json:"id"`
	GUID       concord.GUID          `json:"guid,omitempty"`
	Type       concord.Type          `json:"type"`
	Deleted    bool                  `json:"deleted,omitempty"`
	Registered time.Time             `json:"registered,omitzero"`
	File       string                `json:"file"`
	References []confluent.Reference `json:"references,omitempty"`
	Metadata   *confluent.Metadata   `json:"metadata,omitempty"`
	RuleSet    *confluent.RuleSet    `json:"rule_set,omitempty"`
}

// Export writes a snapshot into a folder, which must not exist, be empty, or hold an older export, whose files are
// replaced. The manifest is written last.
func (s *Snapshot) Export(dir string) error {
	old, err := oldFiles(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	manifest, files, err := s.manifest()
	if err != nil {
		return err
	}
	for file, text := range files {
		delete(old, file)
		if err := write(root, file, []byte(text)); err != nil {
			return err
		}
	}
	if err := write(root, Manifest+".new", manifest); err != nil {
		return err
	}
	if err := root.Rename(Manifest+".new", Manifest); err != nil {
		return err
	}
	for file := range old {
		if err := root.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func write(root *os.Root, file string, text []byte) error {
	if err := root.MkdirAll(path.Dir(file), 0o777); err != nil {
		return err
	}
	return root.WriteFile(file, text, 0o666)
}

// oldFiles are the schema files of the export that a folder holds; none for an empty or absent folder.
func oldFiles(dir string) (map[string]bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := os.Open(filepath.Join(dir, Manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds something that is no export; name another folder", dir)
	}
	if err != nil {
		return nil, err
	}
	defer text.Close()
	files := map[string]bool{}
	err = readManifest(text, func(l line) error {
		if l.Version != nil {
			files[l.Version.File] = true
		}
		return nil
	})
	return files, err
}

// manifest is the text of the manifest, and the texts of the schema files by name.
func (s *Snapshot) manifest() ([]byte, map[string]string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(line{Release: release})
	for _, l := range s.lines() {
		err = errors.Join(err, encoder.Encode(l))
	}
	names, files := fileNames{}, map[string]string{}
	for _, v := range s.Versions {
		record := recordOf(v)
		record.File = names.of(v)
		files[record.File] = v.Schema.Text
		err = errors.Join(err, encoder.Encode(line{Version: &record}))
	}
	return out.Bytes(), files, err
}

// lines are those of all but the versions.
func (s *Snapshot) lines() []line {
	return slices.Concat(
		linesOf(s.Domains, func(d *Domain) line { return line{Domain: d} }),
		linesOf(s.Scopes, func(s *Scope) line { return line{Scope: s} }),
		linesOf(s.Keks, func(k *confluent.Kek) line { return line{Kek: k} }),
		linesOf(s.Deks, func(d *confluent.Dek) line { return line{Dek: d} }),
		linesOf(s.Associations, func(a *confluent.Association) line { return line{Association: a} }),
	)
}

func linesOf[T any](list []T, of func(*T) line) []line {
	lines := make([]line, len(list))
	for i := range list {
		lines[i] = of(&list[i])
	}
	return lines
}

func recordOf(v *confluent.Version) versionRecord {
	return versionRecord{
		Subject: string(v.Scope()), Number: v.Version, ID: v.ID, GUID: v.GUID, Deleted: v.Deleted,
		Type: v.Schema.Type, Registered: registered(v), References: v.Schema.References, Metadata: v.Schema.Metadata, RuleSet: v.Schema.RuleSet,
	}
}

// load reads a folder that [Snapshot.Export] wrote.
func load(dir string) (*Snapshot, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	manifest, err := root.Open(Manifest)
	if err != nil {
		return nil, fmt.Errorf("%s is no export: %w", dir, err)
	}
	defer manifest.Close()
	s := newSnapshot()
	err = readManifest(manifest, func(l line) error { return s.add(root, l) })
	s.sort()
	return s, err
}

func (s *Snapshot) add(root *os.Root, l line) error {
	switch {
	case l.Domain != nil:
		s.Domains = append(s.Domains, *l.Domain)
	case l.Scope != nil:
		s.Scopes = append(s.Scopes, *l.Scope)
	case l.Kek != nil:
		s.Keks = append(s.Keks, *l.Kek)
	case l.Dek != nil:
		s.Deks = append(s.Deks, *l.Dek)
	case l.Association != nil:
		s.Associations = append(s.Associations, *l.Association)
	}
	if l.Version == nil {
		return nil
	}
	text, err := readFile(root, l.Version.File)
	if err != nil {
		return err
	}
	v, err := l.Version.version(text)
	s.Versions = append(s.Versions, v)
	return err
}

func readFile(root *os.Root, name string) (string, error) {
	file, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSchema+1))
	if err == nil && len(text) > maxSchema {
		err = fmt.Errorf("%s: a schema has at most %d bytes", name, maxSchema)
	}
	return string(text), err
}

func (r *versionRecord) version(text string) (*confluent.Version, error) {
	scope := confluent.Scope(r.Subject)
	v := &confluent.Version{
		Context: scope.Context(), Subject: scope.Subject(), Version: r.Number, ID: r.ID, Deleted: r.Deleted,
		CreateTime: r.Registered,
		Schema: confluent.Schema{
			Type: r.Type, Text: text, References: r.References, Metadata: r.Metadata, RuleSet: r.RuleSet,
		},
	}
	if r.GUID == "" {
		return v, nil
	}
	var err error
	v.GUID, err = parseGUID(string(r.GUID))
	return v, err
}

// readManifest gives each line of a manifest to do.
func readManifest(manifest io.Reader, do func(line) error) error {
	lines := bufio.NewScanner(manifest)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		var l line
		err := json.Unmarshal(lines.Bytes(), &l)
		switch {
		case err == nil && number == 1 && l.Release != release:
			err = fmt.Errorf("this program reads exports of release %d", release)
		case err == nil:
			err = do(l)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", Manifest, number, err)
		}
	}
	if number == 0 {
		return cmp.Or(lines.Err(), fmt.Errorf("%s is empty", Manifest))
	}
	return lines.Err()
}

// fileNames gives every version a file name of its own, also where letters of both cases are one.
type fileNames map[string]bool

// of is schemas/DOMAIN/SUBJECT-vN.EXT, readable where the names allow it.
func (taken fileNames) of(v *confluent.Version) string {
	base := fmt.Sprintf("schemas/%s/%s-v%d", cmp.Or(portable(v.Context), "_default"), cmp.Or(portable(v.Subject), "_"), v.Version)
	name := base + extension(v.Schema.Type)
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s~%d%s", base, n, extension(v.Schema.Type))
	}
	taken[strings.ToLower(name)] = true
	return name
}

// portable leaves of a name what every file system takes.
func portable(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, name)
	return strings.TrimLeft(name[:min(len(name), 120)], ".")
}

func extension(t concord.Type) string {
	switch t {
	case concord.Protobuf:
		return ".proto"
	case concord.JSON:
		return ".json"
	}
	return ".avsc"
}

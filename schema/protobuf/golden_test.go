package protobuf_test

import (
	"bufio"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// goldenCase is one line of the golden text data: requests to the reference registry and its answers.
type goldenCase struct {
	Case  string
	Steps []goldenStep
}

type goldenStep struct {
	Q, Path string
	Query   [][2]string
	Body    struct {
		Schema     string
		References []schema.Reference
	}
	Want struct {
		Status int
		Schema string
		GUID   string
		// Metadata and RuleSet are as they are stored: the registry fills in what rules leave out.
		Metadata *schema.Metadata
		RuleSet  *schema.RuleSet
	}
}

// goldenCases reads the golden text data of Protobuf.
func goldenCases(t testing.TB) []goldenCase {
	t.Helper()
	f, err := os.Open("../../testdata/golden/text/protobuf.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c goldenCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		t.Fatal("no golden cases")
	}
	return cases
}

// registry holds the referenced schemas of a case by subject.
type registry map[string]goldenStep

// source is what a registry would parse for a request; false when a reference leads nowhere.
func (r registry) source(step goldenStep) (schema.Source, bool) {
	src := schema.Source{Type: schema.Protobuf, Text: step.Body.Schema, References: step.Body.References}
	seen := map[string]bool{}
	var add func(refs []schema.Reference) bool
	add = func(refs []schema.Reference) bool {
		for _, ref := range refs {
			target, known := r[ref.Subject]
			if !known || ref.Version != 1 && ref.Version != -1 || !add(target.Body.References) {
				return false
			}
			if !seen[ref.Name] {
				seen[ref.Name] = true
				src.Dependencies = append(src.Dependencies, schema.Dependency{Reference: ref, Text: target.Body.Schema})
			}
		}
		return true
	}
	return src, add(step.Body.References)
}

// pinned are the references as they are stored: -1 becomes the number that it means.
func pinned(refs []schema.Reference) []schema.Reference {
	var out []schema.Reference
	for _, ref := range refs {
		if ref.Version == -1 {
			ref.Version = 1
		}
		out = append(out, ref)
	}
	return out
}

// TestGolden replays what the reference registry answered to 400 generated schemas.
func TestGolden(t *testing.T) {
	for _, c := range goldenCases(t) {
		t.Run(c.Case, func(t *testing.T) {
			r := replay{known: registry{}}
			for _, step := range c.Steps {
				src, complete := r.known.source(step)
				r.step(t, step, src, complete)
			}
		})
	}
}

// replay is the state of one case.
type replay struct {
	known registry
	// stored is the schema as it was registered, plain and normalised what the two subjects hold.
	stored            schema.Source
	plain, normalised string
}

func (r *replay) step(t *testing.T, step goldenStep, src schema.Source, complete bool) {
	t.Helper()
	kind, _, _ := strings.Cut(step.Q, ":")
	switch {
	case kind == "dependency":
		r.known[strings.Split(step.Path, "/")[2]] = step
	case kind == "register":
		r.stored, r.plain = src, step.Want.Schema
		checkCanonical(t, step, src, complete)
	case len(step.Query) > 0 && kind == "metadata-register":
		checkNormalized(t, step, src, complete)
	case kind == "base64-register", kind == "metadata-register":
		checkCanonical(t, step, src, complete)
	case kind == "normalize":
		r.normalised = step.Want.Schema
		checkNormalized(t, step, src, complete)
	case strings.HasPrefix(kind, "variant"), strings.HasPrefix(kind, "base64-"):
		r.lookUp(t, step, src, complete)
	case strings.HasPrefix(kind, "refused-"):
		parsed(t, step, src, complete)
	case strings.HasPrefix(kind, "format-") && strings.Contains(step.Path, "{i1}"):
		checkRendered(t, step, r.stored, strings.TrimPrefix(kind, "format-"))
	}
}

// lookUp compares whether a rewritten text counts as the stored one.
func (r *replay) lookUp(t *testing.T, step goldenStep, src schema.Source, complete bool) {
	t.Helper()
	if step.Want.Status != 200 && step.Want.Status != 404 {
		parsed(t, step, src, complete)
		return
	}
	s, err := protobuf.Parse(src, schema.Options{})
	if err != nil {
		t.Errorf("%s: %v", step.Q, err)
		return
	}
	text, stored := s.Canonical(), r.plain
	if strings.HasSuffix(strings.Split(step.Path, "?")[0], "-n") {
		stored = r.normalised
	}
	if len(step.Query) > 0 {
		if text, err = s.Normalized(); err != nil {
			t.Errorf("%s: %v", step.Q, err)
			return
		}
	}
	if found, want := text == stored, step.Want.Status == 200; found != want {
		t.Errorf("%s: found is %v, want %v (-stored +looked up):\n%s", step.Q, found, want, cmp.Diff(stored, text))
	}
}

// parsed parses src when all its references are there, and compares whether it should be read.
func parsed(t *testing.T, step goldenStep, src schema.Source, complete bool) *protobuf.Schema {
	t.Helper()
	if !complete {
		if step.Want.Status == 200 {
			t.Errorf("%s: a reference leads nowhere, and yet the reference registry accepts", step.Q)
		}
		return nil
	}
	s, err := protobuf.Parse(src, schema.Options{Strict: true})
	if accepted, want := err == nil, step.Want.Status == 200; accepted != want {
		t.Errorf("%s: accepted is %v (%v), want %v for\n%s", step.Q, accepted, err, want, src.Text)
		return nil
	}
	return s
}

func checkCanonical(t *testing.T, step goldenStep, src schema.Source, complete bool) {
	t.Helper()
	if s := parsed(t, step, src, complete); s != nil {
		compare(t, step, s.Canonical())
	}
}

func compare(t *testing.T, step goldenStep, got string) {
	t.Helper()
	if diff := cmp.Diff(step.Want.Schema, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", step.Q, diff)
		return
	}
	if step.Want.GUID == "" {
		return
	}
	id := schema.Identify(got, pinned(step.Body.References), step.Want.Metadata, step.Want.RuleSet)
	if id.String() != step.Want.GUID {
		t.Errorf("%s: GUID %s, want %s", step.Q, id, step.Want.GUID)
	}
}

func checkNormalized(t *testing.T, step goldenStep, src schema.Source, complete bool) {
	t.Helper()
	s := parsed(t, step, src, complete)
	if s == nil {
		return
	}
	text, err := s.Normalized()
	if err != nil {
		t.Errorf("%s: %v", step.Q, err)
		return
	}
	if text != step.Want.Schema {
		t.Errorf("%s (-want +got):\n%s", step.Q, cmp.Diff(readable(step.Want.Schema), readable(text)))
	}
}

// readable spells a serialized descriptor in text, and returns any other text as it is.
func readable(text string) string {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return text
	}
	d := &descriptorpb.FileDescriptorProto{}
	if err := proto.Unmarshal(b, d); err != nil {
		return text
	}
	return prototext.Format(d)
}

func checkRendered(t *testing.T, step goldenStep, stored schema.Source, format string) {
	t.Helper()
	if step.Want.Status != 200 {
		return
	}
	s, err := protobuf.Parse(stored, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Render(format)
	if err != nil {
		t.Errorf("%s: %v", step.Q, err)
		return
	}
	if text != step.Want.Schema {
		t.Errorf("%s (-want +got):\n%s", step.Q, cmp.Diff(readable(step.Want.Schema), readable(text)))
	}
}

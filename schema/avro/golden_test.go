package avro_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// goldenCase is a line of testdata/golden/text: requests to the reference registry, and what it answered.
type goldenCase struct {
	Case  string
	Steps []goldenStep
}

type goldenStep struct {
	Q, Method, Path string
	Query           [][2]string
	Body            struct {
		Schema     string
		References []schema.Reference
		Metadata   *schema.Metadata
		RuleSet    *schema.RuleSet
	}
	Want struct {
		Status     int
		ErrorCode  int `json:"error_code"`
		Schema     string
		Text       string
		GUID       string
		Metadata   *schema.Metadata
		RuleSet    *schema.RuleSet
		References []schema.Reference
	}
}

// TestGolden replays what the reference registry answered, as far as texts alone decide it: whether a text is a schema,
// its canonical, normalised and resolved text, its GUID, and which rewritten texts are the same schema.
func TestGolden(t *testing.T) {
	cases := readGolden(t, "../../testdata/golden/text/avro.jsonl.gz")
	facts := 0
	for _, c := range cases {
		t.Run(c.Case, func(t *testing.T) {
			r := replay{T: t, stored: map[string]dependency{}, held: map[string]*held{}}
			for _, step := range c.Steps {
				r.step(step)
			}
			facts += r.facts
		})
	}
	if facts < 5000 {
		t.Errorf("only %d facts were compared; is the golden file whole?", facts)
	}
	t.Logf("%d facts of %d cases", facts, len(cases))
}

func readGolden(t *testing.T, path string) []goldenCase {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c goldenCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// replay is one case under way. stored holds dependencies by subject; held is the schema that each subject of the case
// (named by the last letter of its name) holds, nil when the registration was refused.
type replay struct {
	*testing.T
	stored map[string]dependency
	held   map[string]*held
	facts  int
}

type dependency struct {
	text       string
	references []schema.Reference
}

// held is a registered schema: its text, and how a look-up reads that again.
type held struct {
	text     string
	resolved string
	schema   *avro.Schema
	source   schema.Source
}

func (r *replay) same(step goldenStep, what string, got, want any) {
	r.Helper()
	r.facts++
	if got != want {
		r.Errorf("%s: %s\n got %v\nwant %v\nsent %s", step.Q, what, got, want, step.Body.Schema)
	}
}

func (r *replay) step(step goldenStep) {
	question, _, _ := strings.Cut(step.Q, ":")
	switch question {
	case "dependency":
		r.dependency(step)
	case "register", "normalize", "metadata-register", "metadata-second", "refused-normalize", "refused-compat":
		r.register(step)
	case "by-id":
		r.same(step, "text", r.held["a"].text, step.Want.Schema)
	case "raw":
		r.same(step, "text", r.held["a"].text, step.Want.Text)
	case "format-resolved":
		r.same(step, "resolved text", r.held["a"].resolved, step.Want.Schema)
	case "lookup-normalize", "lookup-plain-in-normal", "lookup-no-references", "refused-lookup", "variant", "variant-normalize", "variant-mixed":
		r.lookup(step)
	}
}

// subject is the last part of the subject's name in the path.
func (s goldenStep) subject() string {
	path := strings.TrimSuffix(s.Path, "/versions")
	return path[strings.LastIndexByte(path, '-')+1:]
}

// text reads the schema of the step as it is stored, or looked for: normalised when the step asks for that.
func (r *replay) read(step goldenStep, strict bool) (*held, bool) {
	src := schema.Source{Type: schema.Avro, Text: step.Body.Schema, References: step.Body.References}
	if !r.close(&src, src.References) {
		return nil, false
	}
	s, err := avro.Parse(src, schema.Options{Strict: strict})
	if err != nil {
		return nil, false
	}
	if len(step.Query) > 0 {
		if src.Text, err = s.Normalized(); err != nil {
			return nil, false
		}
		if s, err = avro.Parse(src, schema.Options{}); err != nil {
			r.Errorf("%s: the normalised text is refused: %v", step.Q, err)
			return nil, false
		}
		if s.Canonical() != src.Text {
			r.Errorf("%s: the normalised text %s\nprints as %s", step.Q, src.Text, s.Canonical())
		}
	}
	resolved, err := s.Render("resolved")
	src.Text = s.Canonical()
	return &held{src.Text, resolved, s, src}, err == nil
}

// close adds the texts behind references, and theirs, to src; it reports whether all of them exist.
func (r *replay) close(src *schema.Source, references []schema.Reference) bool {
	for _, ref := range references {
		d, ok := r.stored[ref.Subject]
		if !ok || ref.Version > 1 {
			return false
		}
		known := func(have schema.Dependency) bool { return have.Name == ref.Name }
		if slices.ContainsFunc(src.Dependencies, known) {
			continue
		}
		if !r.close(src, d.references) {
			return false
		}
		src.Dependencies = append(src.Dependencies, schema.Dependency{Reference: ref, Text: d.text})
	}
	return true
}

func (r *replay) dependency(step goldenStep) {
	got, ok := r.read(step, true)
	if r.same(step, "accepted", ok, true); !ok {
		return
	}
	r.same(step, "text", got.text, step.Want.Schema)
	r.same(step, "GUID", schema.Identify(got.text, step.Body.References, nil, nil).String(), step.Want.GUID)
	subject := strings.TrimSuffix(strings.TrimPrefix(step.Path, "/subjects/"), "/versions")
	r.stored[subject] = dependency{got.text, step.Body.References}
}

func (r *replay) register(step goldenStep) {
	got, ok := r.read(step, true)
	r.same(step, "accepted", ok, step.Want.Status == 200)
	if !ok || step.Want.Status != 200 {
		return
	}
	var err error
	if got.schema, err = avro.Parse(got.source, schema.Options{}); err != nil {
		r.Errorf("%s: the stored text is refused: %v", step.Q, err)
		return
	}
	r.held[step.subject()] = got
	r.same(step, "text", got.text, step.Want.Schema)
	guid := schema.Identify(got.text, step.Want.References, step.Want.Metadata, step.Want.RuleSet)
	r.same(step, "GUID", guid.String(), step.Want.GUID)
}

// lookup expects 422 for a text that is refused, 40401 for one that is read but finds no subject, 200 for one that is the
// subject's schema, 40403 for another.
func (r *replay) lookup(step goldenStep) {
	got, ok := r.read(step, false)
	r.same(step, "accepted", ok, step.Want.Status != 422)
	// Lists of references are compared by the registry, before the texts are.
	if have := r.held[step.subject()]; have != nil && ok && step.Want.Status != 422 && len(step.Body.References) == 0 {
		r.same(step, "found", got.schema.Equal(have.schema), step.Want.Status == 200)
	}
}

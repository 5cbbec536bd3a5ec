package jsonschema_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// step is one request of a golden case and what the reference answered.
type step struct {
	Question string `json:"q"`
	Path     string
	Query    [][]string
	Body     struct {
		Schema     string
		References []schema.Reference
		Metadata   *schema.Metadata
		RuleSet    *schema.RuleSet
	}
	Want struct {
		Status     int
		Schema     string
		GUID       string
		ID         string
		References []schema.Reference
		Metadata   *schema.Metadata
		RuleSet    *schema.RuleSet
	}
}

func (s step) normalizes() bool {
	return slices.ContainsFunc(s.Query, func(pair []string) bool { return pair[0] == "normalize" && pair[1] == "true" })
}

// TestGolden compares with the reference: which texts are accepted, their canonical and normalised texts, their GUIDs, and
// which rewritten texts are the same schema.
func TestGolden(t *testing.T) {
	file, err := os.Open("../../testdata/golden/text/json.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	cases := 0
	for ; lines.Scan(); cases++ {
		var c struct {
			Case  string
			Steps []step
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		t.Run(c.Case, func(t *testing.T) { replay(t, c.Steps) })
	}
	if err := lines.Err(); err != nil || cases != 400 {
		t.Errorf("%d cases were read, want 400; err = %v", cases, err)
	}
}

// replay judges the steps of one case. Look-ups are judged by the texts: a rewritten text is found in the subject of the
// original when their canonical texts are equal, in that of the normalised one when their normalised texts are.
func replay(t *testing.T, steps []step) {
	subjects := map[string]step{}
	var original, normal string
	for _, s := range steps {
		switch question, _, _ := strings.Cut(s.Question, ":"); question {
		case "dependency":
			subjects[strings.Split(s.Path, "/")[2]] = s
			judge(t, s, subjects, false)
		case "register":
			original = judge(t, s, subjects, false)
		case "normalize":
			normal = judge(t, s, subjects, true)
		case "variant", "variant-mixed":
			lookup(t, s, subjects, original, question == "variant-mixed")
		case "variant-normalize":
			lookup(t, s, subjects, normal, true)
		case "metadata-register", "refused-normalize", "refused-lookup":
			judge(t, s, subjects, s.normalizes())
		}
	}
}

// judge compares a registration and returns the text that is stored, empty when it was refused.
func judge(t *testing.T, s step, subjects map[string]step, normalize bool) string {
	t.Helper()
	text, err := parse(s, subjects, normalize)
	if accepted := s.Want.Status == 200; accepted != (err == nil) {
		t.Errorf("%s: err = %v, want status %d\n%s", s.Question, err, s.Want.Status, s.Body.Schema)
		return ""
	}
	if err != nil {
		return ""
	}
	if text != s.Want.Schema && s.Question != "refused-lookup" {
		t.Errorf("%s: got  %s\nwant %s", s.Question, text, s.Want.Schema)
	}
	if got := schema.Identify(text, s.Want.References, s.Want.Metadata, s.Want.RuleSet); got.String() != s.Want.GUID {
		t.Errorf("%s: GUID %s, want %s", s.Question, got, s.Want.GUID)
	}
	return text
}

func lookup(t *testing.T, s step, subjects map[string]step, stored string, normalize bool) {
	t.Helper()
	text, err := parse(s, subjects, normalize)
	if refused := s.Want.Status == 422; refused != (err != nil) {
		t.Errorf("%s: err = %v, want status %d\n%s", s.Question, err, s.Want.Status, s.Body.Schema)
		return
	}
	if found := s.Want.Status == 200; err == nil && found != (text == stored) {
		t.Errorf("%s: found = %t, want status %d\nlooked up %s\nstored    %s", s.Question, text == stored, s.Want.Status, text, stored)
	}
}

func parse(s step, subjects map[string]step, normalize bool) (string, error) {
	src := schema.Source{Type: schema.JSON, Text: s.Body.Schema, References: s.Body.References}
	seen := map[string]bool{}
	for _, r := range s.Body.References {
		if err := close(&src, r, subjects, seen); err != nil {
			return "", err
		}
	}
	parsed, err := jsonschema.Parse(src, schema.Options{Strict: true})
	if err != nil {
		return "", err
	}
	if normalize {
		return parsed.Normalized()
	}
	return parsed.Canonical(), nil
}

// close adds what r refers to, after what that needs itself.
func close(src *schema.Source, r schema.Reference, subjects map[string]step, seen map[string]bool) error {
	if seen[r.Name] {
		return nil
	}
	seen[r.Name] = true
	target, ok := subjects[r.Subject]
	if !ok || r.Version > 1 {
		return schema.Errorf(schema.JSON, schema.Span{}, "the subject %s has no version %d", r.Subject, r.Version)
	}
	for _, nested := range target.Body.References {
		if err := close(src, nested, subjects, seen); err != nil {
			return err
		}
	}
	src.Dependencies = append(src.Dependencies, schema.Dependency{Reference: r, Text: target.Body.Schema})
	return nil
}

package avro_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	twmb "github.com/twmb/avro"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// TestWitnesses holds every witness of the corpus against a decoder of another house: it must read the encoded datum with
// the writer's schema, to the last byte, and not with the reader's, except where it is known to be lenient. Every
// direction that breaks must have a witness, with two exceptions, the conventions: a comparison that was given up refuses,
// and so does one where a type of the writer has no values, as the difference is there for those that it will have.
func TestWitnesses(t *testing.T) {
	var count tally
	for _, p := range readGolden(t) {
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			if complaint := count.check(dir, parse(t, p.Old), parse(t, p.New)); complaint != "" {
				t.Errorf("%s %s: %s\nold %s\nnew %s", p.ID, dir, complaint, p.Old, p.New)
			}
		}
	}
	t.Log(count)
	if count.broken < 1_000 || count.confirmed*100 < count.witnesses*90 {
		t.Errorf("%v: too few to mean anything", count)
	}
}

// TestWitnessesOfRecords finds data that differ from a default in what a record holds of its own kind.
func TestWitnessesOfRecords(t *testing.T) {
	tests := []struct{ name, old, new string }{
		{
			"a list of the record, whose other list comes last",
			`{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"R"}},{"name":"b","type":{"type":"array","items":"R"}}]}`,
			`{"type":"record","name":"R","namespace":"n","fields":[{"name":"g","aliases":["a"],"type":{"type":"array","items":"R"},"default":[]},{"name":"b","type":{"type":"array","items":"R"}}]}`,
		},
		{
			"a map",
			`{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"string"}}]}`,
			`{"type":"record","name":"R","namespace":"n","fields":[{"name":"g","aliases":["a"],"type":{"type":"map","values":"string"},"default":{}}]}`,
		},
		{
			"the record or null",
			`{"type":"record","name":"R","fields":[{"name":"a","type":["null","R"]}]}`,
			`{"type":"record","name":"R","namespace":"n","fields":[{"name":"g","aliases":["a"],"type":["null","R"],"default":null}]}`,
		},
		{
			"a record that the type of the alias would not read",
			`{"type":"record","name":"R","fields":[{"name":"a","type":["null",{"type":"record","name":"S","fields":[]}]}]}`,
			`{"type":"record","name":"R","namespace":"n","fields":[{"name":"g","aliases":["a"],"type":"null","default":null}]}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var count tally
			if complaint := count.check(rule.Backward, parse(t, test.old), parse(t, test.new)); complaint != "" || count.witnesses != 1 {
				t.Errorf("%d witnesses, want 1; %s", count.witnesses, complaint)
			}
		})
	}
}

// tally counts directions that break, witnesses, and those that the other decoder confirms.
type tally struct{ broken, witnesses, confirmed, lenient, conventions int }

func (n tally) String() string {
	return fmt.Sprintf("%d directions break, %d of them by convention; %d witnesses, %d confirmed by the other decoder, %d where it is lenient",
		n.broken, n.conventions, n.witnesses, n.confirmed, n.lenient)
}

// check says what is wrong with the witnesses of a direction, nothing when all is well.
func (n *tally) check(dir rule.Direction, old, new *avroschema.Schema) string {
	findings := avro.Check(dir, old, new)
	breaking := slices.DeleteFunc(findings, func(f rule.Finding) bool { return f.Breaks&(rule.Wire|rule.Value) == 0 })
	if len(breaking) == 0 {
		return ""
	}
	n.broken++
	reader, writer := rule.Roles(dir, old, new)
	shown := false
	for _, f := range breaking {
		if f.Witness == nil {
			continue
		}
		shown = true
		n.witnesses++
		if complaint := n.judge(f, reader.Canonical(), writer.Canonical()); complaint != "" {
			return complaint
		}
	}
	switch {
	case shown:
		return ""
	case breaking[0].Code == avro.TooComplex, !inhabited(writer.Root):
		n.conventions++
		return ""
	}
	return fmt.Sprintf("no witness for any of %d findings, the first: %s", len(breaking), breaking[0].Message)
}

// judge asks the other decoder about one witness.
func (n *tally) judge(f rule.Finding, reader, writer string) string {
	w, err := twmb.Parse(writer)
	if err != nil {
		return "the other decoder does not take the writer's schema: " + err.Error()
	}
	var written, read any
	if rest, err := w.Decode(f.Witness.Encoded, &written, twmb.TaggedUnions()); err != nil || len(rest) > 0 {
		return fmt.Sprintf("%x (%s) is no datum of the writer: %v, %d bytes left", f.Witness.Encoded, f.Witness.Datum, err, len(rest))
	}
	again, err := w.EncodeJSON(written, twmb.TaggedUnions())
	if err != nil || !bytes.Equal(plainJSON(again), plainJSON([]byte(f.Witness.Datum))) {
		return fmt.Sprintf("%x reads as %s, not as %s: %v", f.Witness.Encoded, again, f.Witness.Datum, err)
	}
	resolved, err := resolution(reader, w)
	if err == nil {
		_, err = resolved.Decode(f.Witness.Encoded, &read)
	}
	switch {
	case err != nil, f.Breaks&rule.Wire == 0 && fmt.Sprint(written) != fmt.Sprint(read):
		n.confirmed++
	case lenient(f, reader):
		n.lenient++
	default:
		return fmt.Sprintf("%s: the other decoder reads %s as %v", f.Code, f.Witness.Datum, read)
	}
	return ""
}

func resolution(reader string, w *twmb.Schema) (*twmb.Schema, error) {
	r, err := twmb.Parse(reader)
	if err != nil {
		return nil, err
	}
	return twmb.Resolve(w, r)
}

func plainJSON(text []byte) []byte { return []byte(strings.ReplaceAll(string(text), " ", "")) }

// lenient reports whether the other decoder is known to read what the specification and the reference's decoder do not.
func lenient(f rule.Finding, reader string) bool {
	switch {
	case strings.HasSuffix(f.Witness.Result, "is not written and has no default"):
		return true // takes null for the default of a field that may be null, and any alias of a field
	case strings.Contains(f.Witness.Result, " is written where "):
		return true // takes an alias without a namespace for a name in any, and finds branches by unqualified name
	case strings.Contains(f.Witness.Result, "no branch of "):
		written := f.Witness.Result[strings.LastIndexAny(f.Witness.Result, " .")+1:]
		return regexp.MustCompile(`"aliases":\[[^]]*[".]` + written + `"`).MatchString(reader) // takes an alias by its unqualified name
	}
	return f.Code == avro.FieldAliasDefaulted // applies the aliases of fields whatever the record is called
}

// inhabited reports whether all types of a schema have values: a record that holds itself, without a list or a union between, has none.
func inhabited(root *avroschema.Node) bool {
	has := map[*avroschema.Node]bool{}
	for changed := true; changed; {
		changed = grow(root, has, map[*avroschema.Node]bool{})
	}
	for n := range has {
		if !has[n] {
			return false
		}
	}
	return true
}

// grow marks the types that have values because of those that are marked, and reports whether there are more now.
func grow(n *avroschema.Node, has, seen map[*avroschema.Node]bool) bool {
	if seen[n] {
		return false
	}
	seen[n] = true
	changed, all, one := false, true, false
	for _, f := range n.Fields {
		changed = grow(f.Type, has, seen) || changed
		all = all && has[f.Type]
	}
	for _, branch := range n.Branches {
		changed = grow(branch, has, seen) || changed
		one = one || has[branch]
	}
	if n.Items != nil {
		changed = grow(n.Items, has, seen) || changed
	}
	now := all && (one || n.Kind != avroschema.Union) && (len(n.Symbols) > 0 || n.Kind != avroschema.Enum)
	changed = changed || now && !has[n]
	has[n] = now
	return changed
}

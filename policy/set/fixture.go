package set

import (
	"errors"
	"path"
	"strings"
	"time"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// Fixture is a real schema below a rule's fixtures/good or fixtures/bad: `total.avsc`, or a folder with the same schema
// before and after a change, `renamed/old.avsc` and `renamed/new.avsc`.
type Fixture struct {
	Rule *Rule
	// File is the path of the schema, or of the new one.
	File string
	// Bad means that the rule must find something.
	Bad bool
	// Request asks about it as the registry would, in the first of the rule's domains and actions.
	Request policy.Request
}

// extensions are the formats by the extension of a file.
var extensions = map[string]schema.Type{".avsc": schema.Avro, ".proto": schema.Protobuf, ".json": schema.JSON}

// Fixtures reads those of all rules; what cannot be read is a complaint. Now is the time of the requests.
func (s *Set) Fixtures(now time.Time, wrong *Complaints) []Fixture {
	var all []Fixture
	for _, r := range s.rules {
		for _, kind := range []string{"good", "bad"} {
			for _, name := range s.files.below(r.Folder + "/fixtures/" + kind) {
				if strings.TrimSuffix(path.Base(name), path.Ext(name)) == "old" {
					continue
				}
				req, err := s.fixtureRequest(r, name, now)
				if err != nil {
					wrong.Add(name, 0, "%v", err)
					continue
				}
				all = append(all, Fixture{Rule: r, File: name, Bad: kind == "bad", Request: req})
			}
		}
	}
	return all
}

func (s *Set) fixtureRequest(r *Rule, name string, now time.Time) (policy.Request, error) {
	parsed, err := parseFixture(name, s.files[name])
	if err != nil {
		return policy.Request{}, err
	}
	if parsed.Document() == nil {
		return policy.Request{}, errors.New("the format gives no normalised document")
	}
	req := policy.Request{
		Action: "register", Time: now, Actor: policy.Actor{ID: "fixture"}, Schema: parsed.Document(),
		Subject: policy.Subject{Name: "fixture", Domain: policy.DefaultDomain, Format: parsed.Type(), Level: string(word.Full)},
	}
	if len(r.Match.Actions) > 0 {
		req.Action = r.Match.Actions[0]
	}
	switch {
	case r.Domain() != "":
		req.Subject.Domain = r.Domain()
	case len(r.Match.Domains) > 0:
		req.Subject.Domain = r.Match.Domains[0]
	}
	before := path.Join(path.Dir(name), "old"+path.Ext(name))
	if text, changed := s.files[before]; changed {
		old, err := parseFixture(before, text)
		if err != nil {
			return policy.Request{}, err
		}
		req.Previous = &policy.Previous{Version: 1, Document: old.Document()}
		req.Changes, err = compat.Check(word.Confluent, word.Full, []compat.Version{{Number: 1, Schema: old}}, parsed)
		if err != nil {
			return policy.Request{}, err
		}
	}
	return req, nil
}

func parseFixture(name string, text []byte) (schema.Parsed, error) {
	format, ok := extensions[path.Ext(name)]
	if !ok {
		return nil, errors.New("a fixture is a schema: .avsc, .proto or .json")
	}
	return formats.Parse(schema.Source{Type: format, Text: string(text), File: path.Base(name)}, schema.Options{})
}

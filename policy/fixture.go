package policy

import (
	"errors"
	"path"
	"strings"
	"time"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// fixture is a real schema below a rule's fixtures/good or fixtures/bad: `total.avsc`, or a folder with the same schema
// before and after a change, `renamed/old.avsc` and `renamed/new.avsc`.
type fixture struct {
	rule *Rule
	// file is the path of the schema, or of the new one.
	file string
	bad  bool
	req  Request
}

// extensions are the formats by the extension of a file.
var extensions = map[string]schema.Type{".avsc": schema.Avro, ".proto": schema.Protobuf, ".json": schema.JSON}

// fixtures reads those of all rules; what cannot be read is a complaint.
func (s *Set) fixtures(now time.Time, c *complaints) []fixture {
	var all []fixture
	for _, r := range s.rules {
		for _, kind := range []string{"good", "bad"} {
			for _, name := range s.files.below(r.Folder + "/fixtures/" + kind) {
				if strings.TrimSuffix(path.Base(name), path.Ext(name)) == "old" {
					continue
				}
				req, err := s.fixtureRequest(r, name, now)
				if err != nil {
					c.add(name, 0, "%v", err)
					continue
				}
				all = append(all, fixture{rule: r, file: name, bad: kind == "bad", req: req})
			}
		}
	}
	return all
}

// fixtureRequest asks about a fixture as the registry would, in the first of the rule's domains and actions.
func (s *Set) fixtureRequest(r *Rule, name string, now time.Time) (Request, error) {
	parsed, err := parseFixture(name, s.files[name])
	if err != nil {
		return Request{}, err
	}
	if parsed.Document() == nil {
		return Request{}, errors.New("the format gives no normalised document")
	}
	req := Request{
		Action: "register", Time: now, Actor: Actor{ID: "fixture"}, Schema: parsed.Document(),
		Subject: Subject{Name: "fixture", Domain: r.domain(), Format: parsed.Type(), Level: string(word.Full)},
	}
	if len(r.Match.Actions) > 0 {
		req.Action = r.Match.Actions[0]
	}
	if len(r.Match.Domains) > 0 && req.Subject.Domain == "" {
		req.Subject.Domain = r.Match.Domains[0]
	}
	before := path.Join(path.Dir(name), "old"+path.Ext(name))
	if text, changed := s.files[before]; changed {
		old, err := parseFixture(before, text)
		if err != nil {
			return Request{}, err
		}
		req.Previous = &Previous{Version: 1, Document: old.Document()}
		req.Changes, err = compat.Check(word.Confluent, word.Full, []compat.Version{{Number: 1, Schema: old}}, parsed)
		if err != nil {
			return Request{}, err
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

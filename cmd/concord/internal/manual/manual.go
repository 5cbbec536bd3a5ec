// Package manual says what there is to know about every code that Concord answers with: compatibility rules, the rules
// of the starter policies, the reasons of failures, and the error codes of the Confluent API. `concord explain` prints an entry, and the pages of
// docs/rules hold all of them.
package manual

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/diff"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/policy/starter"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/concord-registry/concord/server/fault"
)

// Entry is what there is to know about one code.
type Entry struct {
	Code string `json:"code"`
	// Page is where the entry stands: avro, protobuf, json-schema, policies, errors or confluent-codes.
	Page  string `json:"page"`
	Title string `json:"title"`
	Why   string `json:"why"`
	// Do says what to do; empty where that depends on the finding, which says it then.
	Do string `json:"do,omitempty"`
	// Facts are what else is known, in the order to print.
	Facts []Fact `json:"facts,omitempty"`
	// Example is nil for codes that no pair of schemas shows.
	Example *Example `json:"example,omitempty"`
}

// Fact is one thing that is known about a code.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Example is a smallest pair of schemas that gives a finding of the code.
type Example struct {
	Type schema.Type `json:"type"`
	Old  string      `json:"old"`
	New  string      `json:"new"`
	// Message and Fix are what the finding says.
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
	// Effects are the verdicts on the pair, which may have other findings too.
	Effects []diff.Effect `json:"effects"`
}

// Entries lists all codes, page by page. The error is a bug: an example that cannot be read or does not give its code,
// or starter policies that do not load.
func Entries() ([]Entry, error) {
	var all []Entry
	for _, r := range compat.Rules() {
		e, err := ofRule(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Code, err)
		}
		all = append(all, e)
	}
	policies, err := starter.Load()
	if err != nil {
		return nil, err
	}
	for _, r := range policies.Rules() {
		all = append(all, ofPolicy(r))
	}
	for _, r := range fault.Table {
		all = append(all, ofReason(r))
	}
	return append(all, ofCodes()...), nil
}

func ofRule(r rule.Rule) (Entry, error) {
	t := typeOf(r.Code)
	e := Entry{Code: string(r.Code), Page: pages[t], Title: r.Title, Why: r.Why, Facts: []Fact{{"Breaks", breaks(r.Breaks)}}}
	if r.Old == "" {
		return e, nil
	}
	shown, all, err := run(t, r)
	if err != nil {
		return e, err
	}
	e.Facts = append(e.Facts, reference(r, shown))
	if t == schema.Protobuf {
		e.Facts = append(e.Facts, buf(r))
	}
	e.Example = &Example{t, tidy(r.Old), tidy(r.New), shown.Message, shown.Fix.Text, diff.Effects(all)}
	return e, nil
}

// reference is what the reference registry makes of a finding of a rule.
func reference(r rule.Rule, f rule.Finding) Fact {
	switch {
	case len(r.Differences) > 0:
		return Fact{"Confluent calls it", strings.Join(r.Differences, ", ")}
	case f.Reference != nil:
		return Fact{"Confluent", "refuses it without a name"}
	}
	return Fact{"Confluent", "lets it pass"}
}

// buf is what the rules of buf say about findings of a rule.
func buf(r rule.Rule) Fact {
	if len(r.Buf) == 0 {
		return Fact{"buf", "lets it pass"}
	}
	return Fact{"buf calls it", strings.Join(r.Buf, ", ")}
}

// pages are those of the formats; the rule of no format stands first, on the page of Avro.
var pages = map[schema.Type]string{schema.Avro: "avro", schema.Protobuf: "protobuf", schema.JSON: "json-schema"}

// typeOf is the format that a code begins with.
func typeOf(code rule.Code) schema.Type {
	switch {
	case strings.HasPrefix(string(code), "Protobuf"):
		return schema.Protobuf
	case strings.HasPrefix(string(code), "JSON"):
		return schema.JSON
	}
	return schema.Avro
}

func breaks(axes rule.Axis) string {
	if axes == 0 {
		return "nothing: it is a note"
	}
	return strings.Join(axes.Names(), ", ")
}

// run compares the example of a rule, and returns a finding of the rule, a backward one if there is one, and all.
func run(t schema.Type, r rule.Rule) (shown rule.Finding, all []rule.Finding, err error) {
	old, err := formats.Parse(schema.Source{Type: t, Text: r.Old}, schema.Options{})
	if err != nil {
		return shown, nil, err
	}
	new, err := formats.Parse(schema.Source{Type: t, Text: r.New}, schema.Options{})
	if err != nil {
		return shown, nil, err
	}
	all, err = compat.Check(word.Confluent, word.Full, []compat.Version{{Schema: old}}, new)
	for _, f := range all {
		if f.Code == r.Code && (shown.Code == "" || f.Direction == rule.Backward && shown.Direction == rule.Forward) {
			shown = f
		}
	}
	if err == nil && shown.Code == "" {
		err = fmt.Errorf("the example does not give the code")
	}
	return shown, all, err
}

func tidy(text string) string { return strings.TrimRight(text, "\n") }

func ofPolicy(r *set.Rule) Entry {
	return Entry{
		Code: r.ID, Page: "policies", Title: r.Title, Why: strings.TrimSpace(r.Description),
		Do: "The finding says how to fix it. Its owner grants exemptions, in the policy repository.",
		Facts: []Fact{
			{"Severity", r.Severity}, {"Owner", r.Owner}, {"Scope", r.Scope}, {"Stands in", r.Folder + " of the starter policies"},
		},
	}
}

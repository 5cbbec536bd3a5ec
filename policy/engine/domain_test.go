package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// TestDefaultIsOneDomain: the default domain and that of the context `.default` have nothing in common: neither rules,
// selectors, terms, bindings and exemptions nor fingerprints.
func TestDefaultIsOneDomain(t *testing.T) {
	rule := func(pkg, id, match string) string {
		return strings.NewReplacer("council.r", pkg, "R1", id, "match: all", "match: "+match).Replace(ruleHead) + badName
	}
	term := "{id: DOMAIN/key, title: Key, definition: d, owner: council, types: [uuid], names: {default: NAME}}"
	terms := func(domain, name string) string {
		return strings.NewReplacer("DOMAIN", domain, "NAME", name).Replace(term)
	}
	p := load(t, `
violation contains v if {
	some f in input.schema.fields
	some t in f.terms
	v := {"path": f.path, "message": $"{t.id} by {t.source} in {input.subject.domain}, reads {input.references[0].domain}"}
}
`, map[string]string{
		"domains/default/rules/d/rule.rego":  rule("domain.default.d", "D1", "all"),
		"domains/.default/rules/n/rule.rego": rule("domain._default.n", "N1", "all"),
		"rules/s/rule.rego":                  rule("council.s", "S1", "{domains: [default]}"),
		"domains/default/terms/key.yaml":     terms("default", "own"),
		"domains/.default/terms/key.yaml":    terms(".default", "own"),
		"bindings/default.yaml":              `[{subject: "*", fields: {R.bound: default/key}}]`,
		"bindings/.default.yaml":             `[{subject: "*", fields: {R.other: .default/key}}]`,
		"exemptions.yaml": `[{id: EX-1, rule: D1, domain: default, subject: "invoice-*", owner: team, approved_by: council, reason: legacy, expires: 2026-11-25},
  {id: EX-2, rule: N1, domain: default, subject: "invoice-*", owner: team, approved_by: council, reason: legacy, expires: 2026-11-25}]`,
	})
	fields := []string{"bad", "bound", "other", "own"}
	tests := []struct {
		domain, want string
		messages     []string
	}{
		{"default", "D1=exempt@R.bad S1=warn@R.bad R1=warn@R.bound R1=warn@R.own",
			[]string{"default/key by binding in default, reads default", "default/key by name in default, reads default"}},
		{".default", "N1=warn@R.bad R1=warn@R.other R1=warn@R.own",
			[]string{".default/key by binding in .default, reads .default", ".default/key by name in .default, reads .default"}},
	}
	seen := map[string]string{}
	for _, test := range tests {
		req := request(schema.Avro, document(field(fields[0], "string", "string"), field(fields[1], "string", "string"),
			field(fields[2], "string", "string"), field(fields[3], "string", "string")))
		req.Subject.Domain = test.domain
		req.References = []policy.Reference{{Name: "a", Subject: "a-value", Domain: test.domain, Version: 1}}
		d := starting(p).Evaluate(context.Background(), req)
		if got, want := summary(d), "accepted_with_warnings "+test.want; got != want {
			t.Errorf("%s: got %s, want %s", test.domain, got, want)
		}
		var messages []string
		for _, f := range d.Findings {
			if f.Rule == "R1" {
				messages = append(messages, f.Message)
			}
			if other, known := seen[f.Fingerprint]; known {
				t.Errorf("%s and %s have one fingerprint", other, test.domain+" "+f.Rule+" "+f.Path)
			}
			seen[f.Fingerprint] = test.domain + " " + f.Rule + " " + f.Path
		}
		if got, want := strings.Join(messages, "\n"), strings.Join(test.messages, "\n"); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.domain, got, want)
		}
	}
}

// TestNoDomain: a request without a domain is a mistake of the caller, and no rule may pass it by.
func TestNoDomain(t *testing.T) {
	req := request(schema.Avro, document(field("good", "string", "string")))
	req.Subject.Domain = ""
	d := starting(load(t, badName, nil)).Evaluate(context.Background(), req)
	if want := "the subject has no domain: the default domain is called default"; d.Outcome != policy.Failed || d.Findings[0].Message != want {
		t.Errorf("got %+v, want %q", d, want)
	}
}

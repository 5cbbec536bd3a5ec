package policy

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Rule is one rule of a set: a folder rules/<slug> with a rule.rego whose metadata say the rest.
type Rule struct {
	ID, Title, Description string
	Severity               string
	Owner                  string
	// Docs is an address to read; empty means none.
	Docs string
	// Scope is `council` or `domain.<name>`; a domain's rules see the schemas of the domain only.
	Scope string
	Match Match
	// Folder is where the rule stands in the repository.
	Folder string

	// onError is deny, warn or follow_level.
	onError string
	// ref is the rule's package, data.policy.council.<slug> for example.
	ref     string
	rollout rollout
}

// ruleMetadata is the `custom` part of a rule's metadata.
type ruleMetadata struct {
	ID       string   `json:"id"`
	Severity string   `json:"severity"`
	OnError  string   `json:"on_error"`
	ReviewBy string   `json:"review_by"`
	Match    matchAny `json:"match"`
}

var (
	ruleID     = regexp.MustCompile(`^[A-Z][A-Z0-9_]*[0-9]+$`)
	slugName   = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	severities = []string{"critical", "high", "medium", "low", "info"}
	onErrors   = []string{"follow_level", "deny", "warn"}
)

// scopeOf is the scope and the slug of a folder, `rules/<slug>` or `domains/<domain>/rules/<slug>`.
func scopeOf(folder string) (scope, slug string) {
	if rest, ok := strings.CutPrefix(folder, "domains/"); ok {
		domain, _, _ := strings.Cut(rest, "/")
		return "domain." + domain, path.Base(folder)
	}
	return "council", path.Base(folder)
}

// domain is the domain whose schemas the rule sees; empty means all.
func (r *Rule) domain() string {
	domain, ok := strings.CutPrefix(r.Scope, "domain.")
	if !ok {
		return ""
	}
	return domain
}

// packageOf is the package that the modules of a folder must have.
func packageOf(folder string) string {
	scope, slug := scopeOf(folder)
	return "data.policy." + identifier(scope) + "." + identifier(slug)
}

func identifier(name string) string { return strings.ReplaceAll(name, "-", "_") }

// newRule reads a rule's metadata from its module; nil when there are none.
func newRule(file, folder string, m *ast.Module, c *complaints) *Rule {
	i := slices.IndexFunc(m.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if i < 0 {
		c.add(file, 1, "a rule needs a METADATA comment above its package: title, organizations, custom.id, custom.severity, custom.match")
		return nil
	}
	about := m.Annotations[i]
	var custom ruleMetadata
	if err := decodeCustom(about.Custom, &custom); err != nil {
		c.add(file, about.Loc().Row, "custom metadata: %s", strings.ReplaceAll(err.Error(), "json: ", ""))
		return nil
	}
	r := &Rule{
		ID: custom.ID, Title: about.Title, Description: about.Description, Severity: custom.Severity,
		Folder: folder, onError: custom.OnError, ref: m.Package.Path.String(), Match: custom.Match.Match,
	}
	r.Scope, _ = scopeOf(folder)
	if len(about.Organizations) > 0 {
		r.Owner = about.Organizations[0]
	}
	if len(about.RelatedResources) > 0 {
		r.Docs = about.RelatedResources[0].Ref.String()
	}
	if r.onError == "" {
		r.onError = "follow_level"
	}
	r.check(file, about, custom, c)
	return r
}

// decodeCustom refuses keys that mean nothing: a selector that is misspelt would select everything.
func decodeCustom(custom map[string]any, v *ruleMetadata) error {
	text, err := json.Marshal(custom)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

func (r *Rule) check(file string, about *ast.Annotations, custom ruleMetadata, c *complaints) {
	line := about.Loc().Row
	if !ruleID.MatchString(r.ID) {
		c.add(file, line, "custom.id is %q; a rule's id is capitals and a number, SEM001 for example", r.ID)
	}
	if r.Title == "" {
		c.add(file, line, "a rule needs a title")
	}
	if r.Owner == "" {
		c.add(file, line, "a rule needs organizations: the first one owns it")
	}
	if !slices.Contains(severities, r.Severity) {
		c.add(file, line, "custom.severity is %q; it must be one of %s", r.Severity, strings.Join(severities, ", "))
	}
	if !slices.Contains(onErrors, r.onError) {
		c.add(file, line, "custom.on_error is %q; it must be one of %s", r.onError, strings.Join(onErrors, ", "))
	}
	if len(about.Schemas) > 0 {
		c.add(file, line, "schemas in metadata would replace the input's schema: remove them")
	}
	if !custom.Match.given {
		c.add(file, line, "a rule needs custom.match: `all`, or selectors")
	}
	r.Match.check(file, line, c)
}

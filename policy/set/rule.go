package set

import (
	"cmp"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
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
	// Folder is where the rule stands in the repository, Package what its Rego is called: data.policy.council.<slug> for
	// example.
	Folder, Package string
	// OnError says what a failure of the rule means: deny, warn, or follow_level for what a finding would mean.
	OnError string

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

// folderOf is the rule's folder that a file below rules/ or domains/<domain>/rules/ belongs to; empty when it stands
// beside the folders.
func folderOf(name string) string {
	parts, depth := strings.Split(name, "/"), 2
	if parts[0] == "domains" {
		depth = 4
	}
	if len(parts) <= depth {
		return ""
	}
	return path.Join(parts[:depth]...)
}

// scopeOf is the scope and the slug of a folder, `rules/<slug>` or `domains/<domain>/rules/<slug>`.
func scopeOf(folder string) (scope, slug string) {
	if rest, ok := strings.CutPrefix(folder, "domains/"); ok {
		domain, _, _ := strings.Cut(rest, "/")
		return "domain." + domain, path.Base(folder)
	}
	return "council", path.Base(folder)
}

// Domain is the public name of the domain whose schemas the rule sees; empty means all.
func (r *Rule) Domain() string {
	domain, ok := strings.CutPrefix(r.Scope, "domain.")
	if !ok {
		return ""
	}
	return domain
}

// OutOfScope is what [Rule.Misses] says of a rule of another domain.
const OutOfScope = "scope"

// Misses is the name of what keeps the rule from a schema: [OutOfScope], or a selector; empty when nothing does.
func (r *Rule) Misses(has *Traits) string {
	if d := r.Domain(); d != "" && d != has.Domain {
		return OutOfScope
	}
	return r.Match.Misses(has)
}

// packageOf is the package that the modules of a folder must have. What Rego has no letters for is an underscore there.
func packageOf(folder string) string {
	scope, slug := scopeOf(folder)
	if domain, dotted := strings.CutPrefix(scope, "domain.."); dotted {
		scope = "domain._" + domain
	}
	return "data.policy." + strings.ReplaceAll(scope+"."+slug, "-", "_")
}

// newRule makes a rule of the metadata of its module.
func newRule(file, folder string, about *Metadata, wrong *Complaints) *Rule {
	var custom ruleMetadata
	if err := decodeCustom(about.Custom, &custom); err != nil {
		wrong.Add(file, about.Line, "custom metadata: %s", strings.ReplaceAll(err.Error(), "json: ", ""))
		return nil
	}
	r := &Rule{
		ID: custom.ID, Title: about.Title, Description: about.Description, Severity: custom.Severity, Owner: about.Owner,
		Docs: about.Docs, Folder: folder, Package: packageOf(folder), OnError: cmp.Or(custom.OnError, "follow_level"),
		Match: custom.Match.Match,
	}
	r.Scope, _ = scopeOf(folder)
	r.check(file, about.Line, custom, wrong)
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

func (r *Rule) check(file string, line int, custom ruleMetadata, wrong *Complaints) {
	if !ruleID.MatchString(r.ID) {
		wrong.Add(file, line, "custom.id is %q; a rule's id is capitals and a number, SEM001 for example", r.ID)
	}
	if r.Title == "" {
		wrong.Add(file, line, "a rule needs a title")
	}
	if r.Owner == "" {
		wrong.Add(file, line, "a rule needs organizations: the first one owns it")
	}
	if !slices.Contains(severities, r.Severity) {
		wrong.Add(file, line, "custom.severity is %q; it must be one of %s", r.Severity, strings.Join(severities, ", "))
	}
	if !slices.Contains(onErrors, r.OnError) {
		wrong.Add(file, line, "custom.on_error is %q; it must be one of %s", r.OnError, strings.Join(onErrors, ", "))
	}
	if !custom.Match.given {
		wrong.Add(file, line, "a rule needs custom.match: `all`, or selectors")
	}
	r.Match.check(file, line, wrong)
}

package contract

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
)

// ruleName is what names of rules are made of.
var ruleName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}_-]{0,255}$`)

var (
	migrationModes = []string{"UPGRADE", "DOWNGRADE", "UPDOWN"}
	domainModes    = []string{"WRITE", "READ", "WRITEREAD"}
	ruleKinds      = []string{"TRANSFORM", "CONDITION"}
	enableAt       = []string{"", "ALL", "CLIENT", "GATEWAY", "SERVER", "NONE"}
)

// InvalidRule is the error of a rule set that no client could run.
type InvalidRule struct{ detail string }

func (e *InvalidRule) Error() string { return e.detail }

// CheckRules refuses a tidied rule set that no client could run, by an [*InvalidRule]. Expressions are not looked into.
func CheckRules(s *schema.RuleSet) error {
	if s == nil {
		return nil
	}
	if !slices.Contains(enableAt, s.EnableAt) {
		return invalidRule("enableAt %q is not one of ALL, CLIENT, GATEWAY, SERVER, NONE", s.EnableAt)
	}
	seen := map[string]bool{}
	for _, list := range []struct {
		rules []schema.Rule
		modes []string
	}{{s.MigrationRules, migrationModes}, {s.DomainRules, domainModes}, {s.EncodingRules, domainModes}} {
		for _, r := range list.rules {
			if err := checkRule(r, list.modes, seen); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRule(r schema.Rule, modes []string, seen map[string]bool) error {
	switch {
	case !ruleName.MatchString(r.Name):
		return invalidRule("rule name %q must have 1 to 256 letters, digits, '_' or '-' and start with a letter or '_'", r.Name)
	case seen[r.Name]:
		return invalidRule("two rules are called %s", r.Name)
	case r.Type == "":
		return invalidRule("rule %s has no type", r.Name)
	case !slices.Contains(ruleKinds, r.Kind):
		return invalidRule("rule %s has kind %q; the kinds are %s", r.Name, r.Kind, strings.Join(ruleKinds, ", "))
	case !slices.Contains(modes, r.Mode):
		return invalidRule("rule %s has mode %q; its list takes %s", r.Name, r.Mode, strings.Join(modes, ", "))
	case twoActions(r) && r.Mode != "WRITEREAD" && r.Mode != "UPDOWN":
		return invalidRule("rule %s has two actions, which need mode WRITEREAD or UPDOWN", r.Name)
	}
	seen[r.Name] = true
	return nil
}

func twoActions(r schema.Rule) bool {
	return strings.Contains(r.OnSuccess, ",") || strings.Contains(r.OnFailure, ",")
}

func invalidRule(format string, args ...any) error {
	return &InvalidRule{fmt.Sprintf(format, args...)}
}

// TidyRules returns s as it is stored: kinds and modes written out where they were left to the default, tags sorted.
func TidyRules(s *schema.RuleSet) *schema.RuleSet {
	if s == nil {
		return nil
	}
	return &schema.RuleSet{
		MigrationRules: tidyList(s.MigrationRules),
		DomainRules:    tidyList(s.DomainRules),
		EncodingRules:  tidyList(s.EncodingRules),
		EnableAt:       s.EnableAt,
	}
}

func tidyList(rules []schema.Rule) []schema.Rule {
	tidy := slices.Clone(rules)
	for i := range tidy {
		r := &tidy[i]
		r.Kind, r.Mode, r.Tags = cmp.Or(r.Kind, "TRANSFORM"), cmp.Or(r.Mode, "WRITEREAD"), sorted(r.Tags)
	}
	return tidy
}

// MergeRules lays top over base: rules of the same name are replaced. It is nil when both are.
func MergeRules(base, top *schema.RuleSet) *schema.RuleSet {
	if base == nil || top == nil {
		return cmp.Or(top, base)
	}
	return &schema.RuleSet{
		MigrationRules: mergeList(base.MigrationRules, top.MigrationRules),
		DomainRules:    mergeList(base.DomainRules, top.DomainRules),
		EncodingRules:  mergeList(base.EncodingRules, top.EncodingRules),
		EnableAt:       cmp.Or(top.EnableAt, base.EnableAt),
	}
}

func mergeList(base, top []schema.Rule) []schema.Rule {
	kept := slices.DeleteFunc(slices.Clone(base), func(r schema.Rule) bool {
		return slices.ContainsFunc(top, func(t schema.Rule) bool { return t.Name == r.Name })
	})
	return append(kept, top...)
}

// WithoutRules leaves out the rules of the names given.
func WithoutRules(s *schema.RuleSet, names []string) *schema.RuleSet {
	if s == nil || len(names) == 0 {
		return s
	}
	drop := func(rules []schema.Rule) []schema.Rule {
		return slices.DeleteFunc(slices.Clone(rules), func(r schema.Rule) bool { return slices.Contains(names, r.Name) })
	}
	return &schema.RuleSet{
		MigrationRules: drop(s.MigrationRules),
		DomainRules:    drop(s.DomainRules),
		EncodingRules:  drop(s.EncodingRules),
		EnableAt:       s.EnableAt,
	}
}

// SameRules compares what two rule sets say; none and an empty one differ.
func SameRules(a, b *schema.RuleSet) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.EnableAt == b.EnableAt && slices.EqualFunc(a.MigrationRules, b.MigrationRules, sameRule) &&
		slices.EqualFunc(a.DomainRules, b.DomainRules, sameRule) && slices.EqualFunc(a.EncodingRules, b.EncodingRules, sameRule)
}

func sameRule(a, b schema.Rule) bool {
	return a.Name == b.Name && a.Doc == b.Doc && a.Kind == b.Kind && a.Mode == b.Mode && a.Type == b.Type &&
		slices.Equal(a.Tags, b.Tags) && maps.Equal(a.Params, b.Params) && a.Expr == b.Expr &&
		a.OnSuccess == b.OnSuccess && a.OnFailure == b.OnFailure && a.Disabled == b.Disabled
}

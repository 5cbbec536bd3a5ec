package registry

import (
	"regexp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
)

// ruleName is what names of rules are made of (contract §6.2).
var ruleName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}_-]{0,255}$`)

var (
	migrationModes = []string{"UPGRADE", "DOWNGRADE", "UPDOWN"}
	domainModes    = []string{"WRITE", "READ", "WRITEREAD"}
	ruleKinds      = []string{"TRANSFORM", "CONDITION"}
	enableAt       = []string{"", "ALL", "CLIENT", "GATEWAY", "SERVER", "NONE"}
)

// checkRules refuses a tidied rule set that no client could run (contract §6.2). Expressions are not looked into.
func checkRules(s *schema.RuleSet) error {
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
	return fault.RulesInvalid.Because(format, args...)
}

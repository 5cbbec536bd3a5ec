package policy

import (
	"regexp"
	"strings"
	"time"
)

// Exemption waives the findings of one rule on some subjects until a day (exemptions.yaml, exemptions/*.yaml). Rules are
// always evaluated first, so that an exemption that waives nothing any more can be seen.
type Exemption struct {
	ID   string `yaml:"id"`
	Rule string `yaml:"rule"`
	// Domain limits the exemption to one domain; empty means all. Subject is a pattern with * and ?.
	Domain  string `yaml:"domain"`
	Subject string `yaml:"subject"`
	// Path limits it to one place, and may be a pattern; empty means all.
	Path string `yaml:"path"`
	// Owner is who must mend it, ApprovedBy the rule's owner.
	Owner      string `yaml:"owner"`
	ApprovedBy string `yaml:"approved_by"`
	Reason     string `yaml:"reason"`
	Ticket     string `yaml:"ticket"`
	// Expires is the last day on which it waives.
	Expires day `yaml:"expires"`
	// Grace lets findings only warn for two weeks afterwards.
	Grace bool `yaml:"grace"`

	subject, path *regexp.Regexp
}

const gracePeriod = 14 * 24 * time.Hour

// loadExemptions reads all files of exemptions.
func loadExemptions(files Files, rules map[string]*Rule, c *complaints) []Exemption {
	var all []Exemption
	seen := map[string]string{}
	for _, name := range append([]string{"exemptions.yaml"}, files.below("exemptions")...) {
		var list []Exemption
		file, ok := decodeYAML(name, files[name], &list, c)
		if !ok {
			continue
		}
		for i := range list {
			e := &list[i]
			e.check(file, i, rules, c)
			if other, twice := seen[e.ID]; twice {
				c.add(name, file.line(i, "id"), "the exemption %s stands in %s too", e.ID, other)
			}
			seen[e.ID] = name
			e.compile()
		}
		all = append(all, list...)
	}
	return all
}

func (e *Exemption) check(file yamlFile, i int, rules map[string]*Rule, c *complaints) {
	for _, field := range []struct{ key, value string }{
		{"id", e.ID}, {"rule", e.Rule}, {"subject", e.Subject}, {"owner", e.Owner}, {"approved_by", e.ApprovedBy}, {"reason", e.Reason},
	} {
		if field.value == "" {
			c.add(file.name, file.line(i), "an exemption needs %s", field.key)
		}
	}
	if e.Expires.IsZero() {
		c.add(file.name, file.line(i), "an exemption needs expires: none is for ever")
	}
	if e.Subject != "" && strings.Trim(e.Subject, "*?.-_:/") == "" {
		c.add(file.name, file.line(i, "subject"), "the subject %q exempts everything: name the subjects, or change the rule's level", e.Subject)
	}
	if e.Rule == "" {
		return
	}
	r, known := rules[e.Rule]
	switch {
	case !known:
		c.add(file.name, file.line(i, "rule"), "there is no rule %s", e.Rule)
	case e.ApprovedBy != r.Owner:
		c.add(file.name, file.line(i, "approved_by"), "only %s, who owns %s, can exempt from it; approved_by is %q", r.Owner, r.ID, e.ApprovedBy)
	}
}

func (e *Exemption) compile() {
	e.subject = wildcard(e.Subject)
	if e.Path != "" {
		e.path = wildcard(e.Path)
	}
}

// covers reports whether the exemption is about a finding, whatever the day.
func (e *Exemption) covers(s Subject, f *Finding) bool {
	return e.Rule == f.Rule &&
		(e.Domain == "" || e.Domain == s.domain()) &&
		e.subject.MatchString(s.Name) &&
		(e.path == nil || e.path.MatchString(f.Path))
}

// apply is what the exemption makes of a finding that it covers; waives is false when it has expired.
func (e *Exemption) apply(now time.Time) (effect Effect, waives bool) {
	end := e.Expires.AddDate(0, 0, 1)
	switch {
	case now.Before(end):
		return Exempted, true
	case e.Grace && now.Before(end.Add(gracePeriod)):
		return Warns, true
	}
	return "", false
}

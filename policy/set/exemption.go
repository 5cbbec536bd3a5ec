package set

import (
	"strings"

	"github.com/concord-registry/concord/policy"
)

// loadExemptions reads all files of exemptions.
func loadExemptions(files Files, rules map[string]*Rule, wrong *Complaints) []policy.Exemption {
	var all []policy.Exemption
	seen := map[string]string{}
	for _, name := range append([]string{"exemptions.yaml"}, files.below("exemptions")...) {
		var list []policy.Exemption
		file, ok := decodeYAML(name, files[name], &list, wrong)
		if !ok {
			continue
		}
		for i := range list {
			e := &list[i]
			checkExemption(e, file, i, rules, wrong)
			if other, twice := seen[e.ID]; twice {
				wrong.Add(name, file.line(i, "id"), "the exemption %s stands in %s too", e.ID, other)
			}
			seen[e.ID] = name
		}
		all = append(all, list...)
	}
	return all
}

func checkExemption(e *policy.Exemption, file yamlFile, i int, rules map[string]*Rule, wrong *Complaints) {
	for _, field := range []struct{ key, value string }{
		{"id", e.ID}, {"rule", e.Rule}, {"subject", e.Subject.String()}, {"owner", e.Owner}, {"approved_by", e.ApprovedBy}, {"reason", e.Reason},
	} {
		if field.value == "" {
			wrong.Add(file.name, file.line(i), "an exemption needs %s", field.key)
		}
	}
	if e.Expires.IsZero() {
		wrong.Add(file.name, file.line(i), "an exemption needs expires: none is for ever")
	}
	if subject := e.Subject.String(); subject != "" && strings.Trim(subject, "*?.-_:/") == "" {
		wrong.Add(file.name, file.line(i, "subject"), "the subject %q exempts everything: name the subjects, or change the rule's level", subject)
	}
	if e.Rule == "" {
		return
	}
	r, known := rules[e.Rule]
	switch {
	case !known:
		wrong.Add(file.name, file.line(i, "rule"), "there is no rule %s", e.Rule)
	case e.ApprovedBy != r.Owner:
		wrong.Add(file.name, file.line(i, "approved_by"), "only %s, who owns %s, can exempt from it; approved_by is %q", r.Owner, r.ID, e.ApprovedBy)
	}
}

package set

import "github.com/concord-registry/concord/policy"

// binding binds fields of some subjects of one domain to terms, for schemas that cannot say so themselves
// (bindings/<domain>.yaml).
type binding struct {
	Subject policy.Pattern    `yaml:"subject"`
	Fields  map[string]string `yaml:"fields"`
}

// bindings are those of all domains, by their public names.
type bindings map[string][]binding

// load reads the file of one domain.
func (b bindings) load(name, domain string, text []byte, terms map[string]*Term, wrong *Complaints) {
	var list []binding
	file, ok := decodeYAML(name, text, &list, wrong)
	if !ok {
		return
	}
	for i := range list {
		if list[i].Subject == (policy.Pattern{}) || len(list[i].Fields) == 0 {
			wrong.Add(name, file.line(i), "a binding needs subject and fields")
		}
		for path, term := range list[i].Fields {
			if t, known := terms[term]; !known || t.domain() != "" && t.domain() != domain {
				wrong.Add(name, file.line(i, "fields", path), "the term %q is not in the glossary", term)
			}
		}
	}
	b[domain] = append(b[domain], list...)
}

// term is what the bindings say about a field; the first one that names it counts, and empty means that none does.
func (b bindings) term(domain, subject, path string) string {
	for _, bound := range b[domain] {
		if term, ok := bound.Fields[path]; ok && bound.Subject.Matches(subject) {
			return term
		}
	}
	return ""
}

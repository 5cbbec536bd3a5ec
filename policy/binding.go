package policy

import (
	"regexp"
	"strings"
)

// binding binds fields of some subjects of one domain to terms, for schemas that cannot say so themselves
// (bindings/<domain>.yaml).
type binding struct {
	Subject string            `yaml:"subject"`
	Fields  map[string]string `yaml:"fields"`

	subject *regexp.Regexp
}

// bindings are those of all domains, by domain.
type bindings map[string][]binding

// load reads the file of one domain.
func (b bindings) load(name, domain string, text []byte, terms map[string]*Term, c *complaints) {
	var list []binding
	file, ok := decodeYAML(name, text, &list, c)
	if !ok {
		return
	}
	for i := range list {
		if list[i].Subject == "" || len(list[i].Fields) == 0 {
			c.add(name, file.line(i), "a binding needs subject and fields")
		}
		for path, term := range list[i].Fields {
			if t, known := terms[term]; !known || t.domain() != "" && t.domain() != domain {
				c.add(name, file.line(i, "fields", path), "the term %q is not in the glossary", term)
			}
		}
		list[i].subject = wildcard(list[i].Subject)
	}
	b[domain] = append(b[domain], list...)
}

// term is what the bindings say about a field; the first one that names it counts, and empty means that none does.
func (b bindings) term(domain, subject, path string) string {
	for _, bound := range b[domain] {
		if term, ok := bound.Fields[path]; ok && bound.subject.MatchString(subject) {
			return term
		}
	}
	return ""
}

// wildcard is a pattern in which * stands for any text and ? for any character.
func wildcard(pattern string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.ReplaceAll(quoted, `\*`, `.*`)
	quoted = strings.ReplaceAll(quoted, `\?`, `.`)
	return regexp.MustCompile(`(?s)^` + quoted + `$`)
}

package evaluate

import "github.com/concord-registry/concord/compat/jsonschema/language"

// Language is that of a pattern, nil where it is not known.
func (e *Evaluator) Language(pattern string) *language.Language {
	l, known := e.languages[pattern]
	if !known {
		l, _ = language.Parse(pattern)
		e.languages[pattern] = l
	}
	return l
}

// Match is whether a pattern matches somewhere in a text, for all validators.
func (e *Evaluator) Match(pattern, text string) Answer {
	l := e.Language(pattern)
	if l == nil {
		return Unknown
	}
	if matches, known := l.Matches(text); known {
		return said(matches)
	}
	return Unknown
}

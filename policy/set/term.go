package set

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/policy"
)

// Term is an entry of the shared glossary (terms/<id>.yaml): one meaning, one owner, one type. Rules read it as
// data.terms[id], with the keys of the file.
type Term struct {
	ID         string `yaml:"id" json:"id"`
	Title      string `yaml:"title" json:"title"`
	Definition string `yaml:"definition" json:"definition"`
	Owner      string `yaml:"owner" json:"owner"`
	// Status is proposed, approved (the default) or deprecated.
	Status     string `yaml:"status" json:"status"`
	ReplacedBy string `yaml:"replaced_by" json:"replaced_by,omitempty"`
	Version    int    `yaml:"version" json:"version,omitempty"`
	// Names is how a field of the term is called, by format; `default` is for the formats that are not named. A field
	// of exactly that name is bound to the term.
	Names map[string]string `yaml:"names" json:"names"`
	// Aliases are patterns of names, in snake case, that look like the term; Not takes names out of them.
	Aliases []string `yaml:"aliases" json:"aliases"`
	Not     []string `yaml:"not" json:"not"`
	// Types are the canonical types that the term may have.
	Types []string `yaml:"types" json:"types"`
	// ByFormat allows spellings beyond Types, by format.
	ByFormat map[string]Spellings `yaml:"by_format" json:"by_format"`
	// Nullable is allowed (the default) or forbidden.
	Nullable    string         `yaml:"nullable" json:"nullable"`
	Constraints map[string]any `yaml:"constraints" json:"constraints,omitempty"`
	Tags        []string       `yaml:"tags" json:"tags"`
	Related     []string       `yaml:"related" json:"related,omitempty"`
	Examples    []string       `yaml:"examples" json:"examples,omitempty"`

	file         string
	aliases, not []*regexp.Regexp
}

// Spellings are types as a format spells them.
type Spellings struct {
	Native []string `yaml:"native" json:"native"`
}

// canonical are the types of the normalised document.
var canonical = strings.Fields("string bytes bool int32 int64 uint32 uint64 float32 float64 decimal uuid date time " +
	"timestamp duration enum record array map union any null fixed")

var termID = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// loadTerm reads one file of the glossary; domain is empty for the council's.
func loadTerm(name, domain string, text []byte, wrong *Complaints) *Term {
	t := &Term{file: name, Status: "approved", Nullable: "allowed"}
	file, ok := decodeYAML(name, text, t, wrong)
	if !ok {
		return nil
	}
	t.checkWords(file, domain, wrong)
	t.aliases = compileAll(file, "aliases", t.Aliases, wrong)
	t.not = compileAll(file, "not", t.Not, wrong)
	if t.Names == nil {
		t.Names = map[string]string{}
	}
	return t
}

func (t *Term) checkWords(file yamlFile, domain string, wrong *Complaints) {
	id, base := t.ID, strings.TrimSuffix(path.Base(file.name), path.Ext(file.name))
	if domain != "" {
		var own bool
		if id, own = strings.CutPrefix(id, domain+"/"); !own {
			wrong.Add(file.name, file.line("id"), "a term of the domain %s has an id that begins with %q", domain, domain+"/")
		}
	}
	if !termID.MatchString(id) || id != base {
		wrong.Add(file.name, file.line("id"), "the term's id is %q; it must be the file's name %q, in lower case with underscores", id, base)
	}
	if t.Title == "" || t.Owner == "" || t.Definition == "" {
		wrong.Add(file.name, file.line(), "a term needs title, definition and owner")
	}
	if len(t.Types) == 0 {
		wrong.Add(file.name, file.line(), "a term needs types: at least one of %s", strings.Join(canonical, ", "))
	}
	for i, word := range t.Types {
		oneOf(file, word, canonical, wrong, "types", i)
	}
	for format := range t.Names {
		oneOf(file, format, append([]string{"default"}, policy.Formats...), wrong, "names", format)
	}
	for format := range t.ByFormat {
		oneOf(file, format, policy.Formats, wrong, "by_format", format)
	}
	oneOf(file, t.Status, []string{"proposed", "approved", "deprecated"}, wrong, "status")
	oneOf(file, t.Nullable, []string{"allowed", "forbidden"}, wrong, "nullable")
}

// oneOf complains when a word is not one of those that are known.
func oneOf(file yamlFile, word string, known []string, wrong *Complaints, path ...any) {
	if !slices.Contains(known, word) {
		wrong.Add(file.name, file.line(path...), "%q is not one of %s", word, strings.Join(known, ", "))
	}
}

func compileAll(file yamlFile, key string, patterns []string, wrong *Complaints) []*regexp.Regexp {
	var compiled []*regexp.Regexp
	for i, p := range patterns {
		re, err := regexp.Compile(p)
		if err != nil {
			wrong.Add(file.name, file.line(key, i), "%v", err)
			continue
		}
		compiled = append(compiled, re)
	}
	return compiled
}

// name is how a field of the term is called in a format; empty means that no name binds.
func (t *Term) name(format string) string {
	if n, ok := t.Names[format]; ok {
		return n
	}
	return t.Names["default"]
}

// looksLike reports whether a name in snake case matches an alias and nothing of Not.
func (t *Term) looksLike(snake string) bool {
	matches := func(re *regexp.Regexp) bool { return re.MatchString(snake) }
	return slices.ContainsFunc(t.aliases, matches) && !slices.ContainsFunc(t.not, matches)
}

// domain is the domain that the term belongs to, empty for the council's.
func (t *Term) domain() string {
	domain, _, own := strings.Cut(t.ID, "/")
	if !own {
		return ""
	}
	return domain
}

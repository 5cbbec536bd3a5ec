package set

import (
	"path"
	"slices"
	"strings"

	"github.com/concord-registry/concord/policy"
)

// policyFile is policy.yaml: the mark of a policy repository, and what rules get that rollout.yaml does not list.
type policyFile struct {
	APIVersion string  `yaml:"apiVersion"`
	Defaults   rollout `yaml:"defaults"`
}

// Load makes a set of a tree of files. Revision says where they are from (`main@sha1:363a6a8`); the set's revision adds
// their digest. Rego reads the modules. The error is a *[LoadError] with everything that is wrong; one thing may hide
// others, as a module that does not parse hides what its rule gets wrong.
func Load(revision string, files Files, rego Language) (*Set, error) {
	l := &loader{files: files, rego: rego, packages: map[string]string{}, set: &Set{
		revision: revision + "+" + files.Digest(),
		files:    files,
		bindings: bindings{},
		byID:     map[string]*Rule{},
	}}
	defaults := l.policy()
	l.glossary()
	l.bindings()
	l.libraries()
	l.rules()
	loadRollout(files, l.set.rules, defaults, &l.wrong)
	l.set.exemptions = loadExemptions(files, l.set.byID, &l.wrong)
	if err := l.wrong.Err(); err != nil {
		return nil, err
	}
	return l.set, nil
}

type loader struct {
	files Files
	rego  Language
	set   *Set
	wrong Complaints
	// packages are the folders of rules by their packages.
	packages map[string]string
}

func (l *loader) policy() rollout {
	const name = "policy.yaml"
	content := policyFile{Defaults: rollout{Level: policy.Warn, Existing: policy.Warn}}
	text, ok := l.files[name]
	if !ok {
		l.wrong.Add(name, 0, "the file is missing: a policy repository has one with `apiVersion: %s`", policy.APIVersion)
		return content.Defaults
	}
	file, ok := decodeYAML(name, text, &content, &l.wrong)
	if !ok {
		return rollout{Level: policy.Warn, Existing: policy.Warn}
	}
	if content.APIVersion != policy.APIVersion {
		l.wrong.Add(name, file.line("apiVersion"), "apiVersion is %q; this version reads %s", content.APIVersion, policy.APIVersion)
	}
	checkLevel(file, content.Defaults.Level, &l.wrong, "defaults", "level")
	return content.Defaults
}

// placed lists the files of a folder, the council's with an empty domain and then those of the domains.
func (l *loader) placed(folder string, visit func(name, domain string)) {
	for _, name := range l.files.below(folder) {
		visit(name, "")
	}
	for _, name := range l.files.below("domains") {
		domain, rest, _ := strings.Cut(strings.TrimPrefix(name, "domains/"), "/")
		if strings.HasPrefix(rest, folder+"/") {
			visit(name, domain)
		}
	}
}

func (l *loader) glossary() {
	var terms []*Term
	l.placed("terms", func(name, domain string) {
		if t := loadTerm(name, domain, l.files[name], &l.wrong); t != nil {
			terms = append(terms, t)
		}
	})
	l.set.glossary = newGlossary(terms, &l.wrong)
}

// bindings reads bindings/<domain>.yaml, and for domains/<domain>/bindings/ any file.
func (l *loader) bindings() {
	l.placed("bindings", func(name, domain string) {
		if domain == "" {
			domain = strings.TrimSuffix(path.Base(name), path.Ext(name))
		}
		l.set.bindings.load(name, domain, l.files[name], l.set.glossary.terms, &l.wrong)
	})
}

func (l *loader) libraries() {
	for _, name := range l.files.below("lib") {
		l.rego.Module(Module{Name: name, Text: l.files[name], Package: libraryPackage}, &l.wrong)
	}
}

func (l *loader) rules() {
	folders := map[string]bool{}
	l.placed("rules", func(name, _ string) {
		folder := folderOf(name)
		switch {
		case folder == "":
			l.wrong.Add(name, 0, "a rule stands in a folder of its own: rules/<name>/rule.rego")
			return
		case !folders[folder]:
			folders[folder] = true
			l.folder(folder)
		}
		if strings.Contains(name, "/fixtures/") {
			return
		}
		if path.Ext(name) != ".rego" {
			l.wrong.Add(name, 0, "a rule is written in rule.rego; nothing reads this file")
			return
		}
		l.ruleModule(name, folder)
	})
	slices.SortFunc(l.set.rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
}

func (l *loader) folder(folder string) {
	if _, slug := scopeOf(folder); !slugName.MatchString(slug) {
		l.wrong.Add(folder, 0, "the name of a rule's folder is in lower case, with - or _ between words")
	}
	if _, ok := l.files[folder+"/rule.rego"]; !ok {
		l.wrong.Add(folder, 0, "the folder has no rule.rego")
	}
	name := packageOf(folder)
	if other, twice := l.packages[name]; twice {
		l.wrong.Add(folder, 0, "the package of %s would be %s too: rename one of the folders", other, strings.TrimPrefix(name, "data."))
	}
	l.packages[name] = folder
}

func (l *loader) ruleModule(name, folder string) {
	m := Module{Name: name, Text: l.files[name], Package: packageOf(folder)}
	about := l.rego.Module(m, &l.wrong)
	if about == nil || !m.Rule() {
		return
	}
	r := newRule(name, folder, about, &l.wrong)
	if r == nil {
		return
	}
	if other, twice := l.set.byID[r.ID]; twice {
		l.wrong.Add(name, 0, "the rule %s stands in %s too", r.ID, other.Folder)
		return
	}
	l.set.byID[r.ID] = r
	l.set.rules = append(l.set.rules, r)
}

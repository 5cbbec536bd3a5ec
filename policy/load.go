package policy

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// policyFile is policy.yaml: the mark of a policy repository, and what rules get that rollout.yaml does not list.
type policyFile struct {
	APIVersion string  `yaml:"apiVersion"`
	Defaults   rollout `yaml:"defaults"`
}

// Load makes a set of a tree of files. Revision says where they are from (`main@sha1:363a6a8`); the set's revision adds
// their digest. The error is a *[LoadError] with everything that is wrong; one thing may hide others, as a module that
// does not parse hides what its rules get wrong.
func Load(revision string, files Files) (*Set, error) {
	l := &loader{files: files, set: &Set{
		revision: revision + "+" + files.Digest(),
		files:    files,
		bindings: bindings{},
		byID:     map[string]*Rule{},
		modules:  modules{live: map[string]*ast.Module{}, tests: map[string]*ast.Module{}},
	}}
	defaults := l.policy()
	l.glossary()
	l.bindings()
	l.libraries()
	l.rules()
	loadRollout(files, l.set.rules, defaults, &l.wrong)
	l.set.exemptions = loadExemptions(files, l.set.byID, &l.wrong)
	if len(l.wrong) == 0 {
		l.compile()
	}
	if err := l.wrong.err(); err != nil {
		return nil, err
	}
	return l.set, l.prepare()
}

type loader struct {
	files Files
	set   *Set
	wrong complaints
}

func (l *loader) policy() rollout {
	const name = "policy.yaml"
	content := policyFile{Defaults: rollout{Level: Warn, Existing: Warn}}
	text, ok := l.files[name]
	if !ok {
		l.wrong.add(name, 0, "the file is missing: a policy repository has one with `apiVersion: %s`", APIVersion)
		return content.Defaults
	}
	file, ok := decodeYAML(name, text, &content, &l.wrong)
	if !ok {
		return rollout{Level: Warn, Existing: Warn}
	}
	if content.APIVersion != APIVersion {
		l.wrong.add(name, file.line("apiVersion"), "apiVersion is %q; this version reads %s", content.APIVersion, APIVersion)
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
		if m := parseModule(name, l.files[name], &l.wrong); m != nil {
			lint(name, m, "data.lib", &l.wrong)
			l.keep(name, m)
		}
	}
}

func (l *loader) keep(name string, m *ast.Module) {
	if strings.HasSuffix(name, "_test.rego") {
		l.set.modules.tests[name] = m
		return
	}
	l.set.modules.live[name] = m
}

func (l *loader) rules() {
	folders := map[string]bool{}
	l.placed("rules", func(name, _ string) {
		folder := folderOf(name)
		switch {
		case folder == "":
			l.wrong.add(name, 0, "a rule stands in a folder of its own: rules/<name>/rule.rego")
			return
		case !folders[folder]:
			folders[folder] = true
			l.folder(folder)
		}
		if strings.Contains(name, "/fixtures/") {
			return
		}
		if path.Ext(name) != ".rego" {
			l.wrong.add(name, 0, "a rule is written in rule.rego; nothing reads this file")
			return
		}
		l.ruleModule(name, folder)
	})
	slices.SortFunc(l.set.rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
}

func (l *loader) folder(folder string) {
	if _, slug := scopeOf(folder); !slugName.MatchString(slug) {
		l.wrong.add(folder, 0, "the name of a rule's folder is in lower case, with - or _ between words")
	}
	if _, ok := l.files[folder+"/rule.rego"]; !ok {
		l.wrong.add(folder, 0, "the folder has no rule.rego")
	}
}

func (l *loader) ruleModule(name, folder string) {
	m := parseModule(name, l.files[name], &l.wrong)
	if m == nil {
		return
	}
	lint(name, m, packageOf(folder), &l.wrong)
	l.keep(name, m)
	if path.Base(name) != "rule.rego" {
		return
	}
	lintRule(name, m, &l.wrong)
	r := newRule(name, folder, m, &l.wrong)
	if r == nil {
		return
	}
	if other, twice := l.set.byID[r.ID]; twice {
		l.wrong.add(name, 0, "the rule %s stands in %s too", r.ID, other.Folder)
		return
	}
	l.set.byID[r.ID] = r
	l.set.rules = append(l.set.rules, r)
}

//go:embed input.schema.json
var inputSchema []byte

// compile checks all modules together, with the input's schema: a path that is not in it does not compile.
func (l *loader) compile() {
	dispatch, err := dispatcher(l.set.rules)
	if err != nil {
		l.wrong.add("dispatch.rego", 0, "%v", err)
		return
	}
	live := map[string]*ast.Module{"dispatch.rego": dispatch}
	for name, m := range l.set.modules.live {
		live[name] = m
	}
	c, err := newCompiler()
	if err != nil {
		l.wrong.add("policy.yaml", 0, "%v", err)
		return
	}
	if c.Compile(live); c.Failed() {
		complainRego("policy.yaml", c.Errors, &l.wrong)
	}
	l.set.compiler = c
	l.set.readsPrevious = mentions(c.Modules, "previous")
}

// newCompiler is a strict one with the allowed functions and the input's schema.
func newCompiler() (*ast.Compiler, error) {
	var schema any
	if err := json.Unmarshal(inputSchema, &schema); err != nil {
		return nil, fmt.Errorf("the input's schema: %w", err)
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, schema)
	return ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities()).WithSchemas(schemas).WithDefaultRegoVersion(ast.RegoV1), nil
}

// mentions reports whether any module reads input.<part>, or the input as a whole.
func mentions(modules map[string]*ast.Module, part string) bool {
	found := false
	for _, m := range modules {
		ast.WalkRefs(m, func(r ast.Ref) bool {
			if r[0].Equal(ast.InputRootDocument) && (len(r) == 1 || r[1].Equal(ast.StringTerm(part)) || !r[1].IsGround()) {
				found = true
			}
			return found
		})
	}
	return found
}

// prepare readies the one query of the set.
func (l *loader) prepare() error {
	s := l.set
	terms := map[string]any{}
	for id, t := range s.glossary.terms {
		terms[id] = t
	}
	var data map[string]any
	text, err := json.Marshal(map[string]any{"terms": terms})
	if err == nil {
		err = json.Unmarshal(text, &data)
	}
	if err != nil {
		return fmt.Errorf("the glossary as data: %w", err)
	}
	s.store = inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	s.query, err = rego.New(
		rego.Compiler(s.compiler), rego.Store(s.store), rego.Query("data.concord.dispatch.answer"), rego.StackTraces(true),
	).PrepareForEval(context.Background())
	return err
}

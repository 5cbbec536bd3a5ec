package engine

import (
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/policy/set"
)

// modules are the parsed Rego files of a set, by path: those that are evaluated, and the tests. They are the
// [set.Language] with which a set is loaded.
type modules struct {
	live, tests map[string]*ast.Module
}

// Module implements [set.Language].
func (all *modules) Module(source set.Module, wrong *set.Complaints) *set.Metadata {
	m := parseModule(source, wrong)
	if m == nil {
		return nil
	}
	if source.Test() {
		all.tests[source.Name] = m
	} else {
		all.live[source.Name] = m
	}
	lint(source, m, wrong)
	if !source.Rule() {
		return nil
	}
	lintRule(source.Name, m, wrong)
	return metadata(source.Name, m, wrong)
}

// parseModule parses one file with its metadata; nil when it does not parse.
func parseModule(source set.Module, wrong *set.Complaints) *ast.Module {
	m, err := ast.ParseModuleWithOpts(source.Name, string(source.Text), ast.ParserOptions{
		ProcessAnnotation: true, Capabilities: ast.CapabilitiesForThisVersion(), RegoVersion: ast.RegoV1,
	})
	if err != nil {
		complain(source.Name, err, wrong)
		return nil
	}
	if m == nil {
		wrong.Add(source.Name, 0, "the file is empty")
	}
	return m
}

// metadata are those of the package of a rule's module; nil when there are none.
func metadata(name string, m *ast.Module, wrong *set.Complaints) *set.Metadata {
	i := slices.IndexFunc(m.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if i < 0 {
		wrong.Add(name, 1, "a rule needs a METADATA comment above its package: title, organizations, custom.id, custom.severity, custom.match")
		return nil
	}
	about := m.Annotations[i]
	if len(about.Schemas) > 0 {
		wrong.Add(name, about.Loc().Row, "schemas in metadata would replace the input's schema: remove them")
	}
	read := &set.Metadata{Line: about.Loc().Row, Title: about.Title, Description: about.Description, Custom: about.Custom}
	if len(about.Organizations) > 0 {
		read.Owner = about.Organizations[0]
	}
	if len(about.RelatedResources) > 0 {
		read.Docs = about.RelatedResources[0].Ref.String()
	}
	return read
}

// complain turns OPA's errors into complaints at their places.
func complain(name string, err error, wrong *set.Complaints) {
	list, ok := err.(ast.Errors)
	if !ok {
		wrong.Add(name, 0, "%v", err)
		return
	}
	for _, e := range list {
		at, line := name, 0
		if e.Location != nil {
			at, line = e.Location.File, e.Location.Row
		}
		wrong.Add(at, line, "%s", regoMessage(e))
	}
}

// generated are the names that the compiler gives to variables without one.
var generated = regexp.MustCompile(`__local\d+__`)

// regoMessage is an error in one line: what OPA says, and of its details the lines that tell what would be right.
func regoMessage(e *ast.Error) string {
	parts := []string{e.Message}
	if e.Details != nil {
		for _, line := range e.Details.Lines() {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "have") || strings.HasPrefix(line, "want") {
				parts = append(parts, line)
			}
		}
	}
	return generated.ReplaceAllString(strings.Join(parts, "; "), "_")
}

package policy

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// modules are the parsed Rego files of a set, by path: those that are evaluated, and the tests.
type modules struct {
	live, tests map[string]*ast.Module
}

// parseModule parses one file with its metadata; nil when it does not parse.
func parseModule(name string, text []byte, c *complaints) *ast.Module {
	m, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{
		ProcessAnnotation: true, Capabilities: ast.CapabilitiesForThisVersion(), RegoVersion: ast.RegoV1,
	})
	if err != nil {
		complainRego(name, err, c)
		return nil
	}
	if m == nil {
		c.add(name, 0, "the file is empty")
	}
	return m
}

// complainRego turns OPA's errors into complaints at their places.
func complainRego(name string, err error, c *complaints) {
	list, ok := err.(ast.Errors)
	if !ok {
		c.add(name, 0, "%v", err)
		return
	}
	for _, e := range list {
		at, line := name, 0
		if e.Location != nil {
			at, line = e.Location.File, e.Location.Row
		}
		c.add(at, line, "%s", regoMessage(e))
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

// lint holds what every module must keep; own is the package that it must have, or begin with for a library.
func lint(name string, m *ast.Module, own string, c *complaints) {
	pkg := m.Package.Path.String()
	test := strings.HasSuffix(name, "_test.rego")
	if want := own + suffix(test); pkg != want && !(own == "data.lib" && strings.HasPrefix(pkg, "data.lib.")) {
		c.add(name, m.Package.Loc().Row, "the package is %s; in this folder it must be %s", trimData(pkg), trimData(want))
	}
	if !slices.ContainsFunc(m.Imports, func(i *ast.Import) bool { return i.Path.String() == "rego.v2" }) {
		c.add(name, m.Package.Loc().Row, "import rego.v2 is missing: without it `not` passes silently over undefined values")
	}
	reads := []string{"data.lib", "data.terms", own}
	if test {
		reads = append(reads, pkg)
	}
	lintRefs(name, m, reads, c)
	if test {
		return
	}
	lintCalls(name, m, c)
	ast.WalkExprs(m, func(e *ast.Expr) bool {
		if len(e.With) > 0 {
			c.add(name, e.Loc().Row, "with replaces what a rule sees: it is for tests")
		}
		return false
	})
}

func suffix(test bool) string {
	if test {
		return "_test"
	}
	return ""
}

func trimData(ref string) string { return strings.TrimPrefix(ref, "data.") }

// lintRefs complains about data that is not the module's to read.
func lintRefs(name string, m *ast.Module, reads []string, c *complaints) {
	imported := map[string]string{}
	for _, i := range m.Imports {
		imported[string(i.Name())] = i.Path.String()
	}
	check := func(ref string, line int) {
		if ref != "data" && !strings.HasPrefix(ref, "data.") && !strings.HasPrefix(ref, "data[") {
			return
		}
		if !slices.ContainsFunc(reads, func(r string) bool { return ref == r || strings.HasPrefix(ref, r+".") || strings.HasPrefix(ref, r+"[") }) {
			c.add(name, line, "%s is not for this module: it reads %s", ref, strings.Join(reads, ", "))
		}
	}
	for _, i := range m.Imports {
		check(i.Path.String(), i.Loc().Row)
	}
	ast.WalkRefs(m, func(r ast.Ref) bool {
		if len(r) > 0 && r[0].Value.Compare(ast.DefaultRootDocument.Value) == 0 {
			if row := r[0].Loc(); row != nil && !isPackage(m, r) {
				check(r.String(), row.Row)
			}
		}
		return false
	})
}

// isPackage reports whether the reference is the module's own package clause or an import.
func isPackage(m *ast.Module, r ast.Ref) bool {
	return r.Equal(m.Package.Path) || slices.ContainsFunc(m.Imports, func(i *ast.Import) bool {
		ref, ok := i.Path.Value.(ast.Ref)
		return ok && ref.Equal(r)
	})
}

// lintCalls complains about functions that are not allowed, and says what to write instead.
func lintCalls(name string, m *ast.Module, c *complaints) {
	check := func(ref ast.Ref) {
		fn := ref.String()
		if _, builtin := ast.BuiltinMap[fn]; builtin && !slices.Contains(allowed, fn) {
			c.add(name, ref[0].Loc().Row, "%s is not allowed: %s", fn, insteadFor(fn))
		}
	}
	ast.WalkNodes(m, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Expr:
			if n.IsCall() {
				check(n.Operator())
			}
		case *ast.Term:
			if call, ok := n.Value.(ast.Call); ok {
				if ref, ok := call[0].Value.(ast.Ref); ok {
					check(ref)
				}
			}
		}
		return false
	})
}

// lintRule holds what a rule's own module must keep: violation is its only result, and a set.
func lintRule(name string, m *ast.Module, c *complaints) {
	found := false
	for _, r := range m.Rules {
		head := r.Head.Ref().String()
		if head != "violation" {
			continue
		}
		found = true
		if r.Head.RuleKind() != ast.MultiValue || r.Default {
			c.add(name, r.Loc().Row, "violation must be a set: violation contains v if { … }")
		}
	}
	if !found {
		c.add(name, m.Package.Loc().Row, "the rule has no violation: violation contains v if { … }")
	}
}

// folderOf is the rule's folder that a file below rules/ belongs to; empty when it stands beside the folders.
func folderOf(name string) string {
	parts := strings.Split(name, "/")
	at := slices.Index(parts, "rules")
	if at < 0 || len(parts) < at+3 {
		return ""
	}
	return path.Join(parts[:at+2]...)
}

// dispatcher is the module that the engine asks. Its rules are the only road from the engine to the rules of a set: the
// rules asked for are in the input, so that one prepared query serves any selection of them.
func dispatcher(rules []*Rule) (*ast.Module, error) {
	var b strings.Builder
	b.WriteString("package concord.dispatch\n\nimport rego.v2\n\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "found.%s contains v if some v in %s.violation\n", r.ID, r.ref)
	}
	if len(rules) == 0 {
		b.WriteString("answer := set()\n")
	} else {
		b.WriteString("\nanswer contains [id, v] if {\n\tsome id in input.rules\n\tsome v in found[id]\n}\n")
	}
	return ast.ParseModuleWithOpts("dispatch.rego", b.String(), ast.ParserOptions{RegoVersion: ast.RegoV1})
}

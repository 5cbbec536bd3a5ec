package engine

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/policy/set"
)

// lint holds what every module must keep.
func lint(source set.Module, m *ast.Module, wrong *set.Complaints) {
	name, test := source.Name, source.Test()
	pkg, own, want := m.Package.Path.String(), reference(source.Package), reference(source.Package+suffix(test))
	if pkg != want && !(source.Library() && strings.HasPrefix(pkg, own+".")) {
		wrong.Add(name, m.Package.Loc().Row, "the package is %s; in this folder it must be %s", trimData(pkg), trimData(want))
	}
	if !slices.ContainsFunc(m.Imports, func(i *ast.Import) bool { return i.Path.String() == "rego.v2" }) {
		wrong.Add(name, m.Package.Loc().Row, "import rego.v2 is missing: without it `not` passes silently over undefined values")
	}
	reads := []string{"data.lib", "data.terms", own}
	if test {
		reads = append(reads, pkg)
	}
	lintRefs(name, m, reads, wrong)
	if test {
		return
	}
	lintCalls(name, m, wrong)
	ast.WalkExprs(m, func(e *ast.Expr) bool {
		if len(e.With) > 0 {
			wrong.Add(name, e.Loc().Row, "with replaces what a rule sees: it is for tests")
		}
		return false
	})
}

// reference is a package as Rego prints it: a word that means something in Rego, as `default` does, stands in brackets.
func reference(pkg string) string {
	parts := strings.Split(pkg, ".")
	ref := ast.Ref{ast.VarTerm(parts[0])}
	for _, part := range parts[1:] {
		ref = append(ref, ast.StringTerm(part))
	}
	return ref.String()
}

func suffix(test bool) string {
	if test {
		return "_test"
	}
	return ""
}

func trimData(ref string) string { return strings.TrimPrefix(ref, "data.") }

// lintRefs complains about data that is not the module's to read.
func lintRefs(name string, m *ast.Module, reads []string, wrong *set.Complaints) {
	check := func(ref string, line int) {
		if ref != "data" && !strings.HasPrefix(ref, "data.") && !strings.HasPrefix(ref, "data[") {
			return
		}
		if !slices.ContainsFunc(reads, func(r string) bool { return ref == r || strings.HasPrefix(ref, r+".") || strings.HasPrefix(ref, r+"[") }) {
			wrong.Add(name, line, "%s is not for this module: it reads %s", ref, strings.Join(reads, ", "))
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
func lintCalls(name string, m *ast.Module, wrong *set.Complaints) {
	check := func(ref ast.Ref) {
		fn := ref.String()
		if _, builtin := ast.BuiltinMap[fn]; builtin && !slices.Contains(allowed, fn) {
			wrong.Add(name, ref[0].Loc().Row, "%s is not allowed: %s", fn, insteadFor(fn))
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
func lintRule(name string, m *ast.Module, wrong *set.Complaints) {
	found := false
	for _, r := range m.Rules {
		head := r.Head.Ref().String()
		if head != "violation" {
			continue
		}
		found = true
		if r.Head.RuleKind() != ast.MultiValue || r.Default {
			wrong.Add(name, r.Loc().Row, "violation must be a set: violation contains v if { … }")
		}
	}
	if !found {
		wrong.Add(name, m.Package.Loc().Row, "the rule has no violation: violation contains v if { … }")
	}
}

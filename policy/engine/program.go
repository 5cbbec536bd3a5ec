package engine

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/concord-registry/concord/policy/set"
)

// Program is a set whose rules are compiled. It is immutable and safe for concurrent use.
type Program struct {
	*set.Set

	modules  *modules
	compiler *ast.Compiler
	store    storage.Store
	query    rego.PreparedEvalQuery
	// readsPrevious means that some rule reads input.previous, which is left out otherwise.
	readsPrevious bool
	memos         memos
}

// Load makes a program of the files of a policy repository. Revision says where they are from (`main@sha1:363a6a8`); the
// program's revision adds their digest. The error is a *[set.LoadError] with everything that is wrong; the modules are
// compiled together only when nothing else is.
func Load(revision string, files set.Files) (*Program, error) {
	parsed := &modules{live: map[string]*ast.Module{}, tests: map[string]*ast.Module{}}
	s, err := set.Load(revision, files, parsed)
	if err != nil {
		return nil, err
	}
	p := &Program{Set: s, modules: parsed}
	if err := p.compile(); err != nil {
		return nil, err
	}
	return p, p.prepare()
}

//go:embed input.schema.json
var inputSchema []byte

// compile checks all modules together, with the input's schema: a path that is not in it does not compile.
func (p *Program) compile() error {
	var wrong set.Complaints
	dispatch, err := dispatcher(p.Rules())
	if err != nil {
		wrong.Add(dispatchFile, 0, "%v", err)
		return wrong.Err()
	}
	live := maps.Clone(p.modules.live)
	live[dispatchFile] = dispatch
	if p.compiler, err = newCompiler(); err != nil {
		return err
	}
	if p.compiler.Compile(live); p.compiler.Failed() {
		complain("policy.yaml", p.compiler.Errors, &wrong)
	}
	p.readsPrevious = mentions(p.compiler.Modules, "previous")
	return wrong.Err()
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

// prepare readies the one query of the program, with the glossary as data.terms.
func (p *Program) prepare() error {
	terms := map[string]any{}
	for _, t := range p.Terms() {
		terms[t.ID] = t
	}
	var data map[string]any
	text, err := json.Marshal(map[string]any{"terms": terms})
	if err == nil {
		err = json.Unmarshal(text, &data)
	}
	if err != nil {
		return fmt.Errorf("the glossary as data: %w", err)
	}
	p.store = inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	p.query, err = rego.New(
		rego.Compiler(p.compiler), rego.Store(p.store), rego.Query("data.concord.dispatch.answer"), rego.StackTraces(true),
	).PrepareForEval(context.Background())
	return err
}

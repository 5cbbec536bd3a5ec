package protobuf

import (
	"context"
	"fmt"
	"strings"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/bundled"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// MaxCompiled bounds what [Schema.Compile] takes: the bytes of the canonical texts of the schema and its dependencies.
const MaxCompiled = 1 << 18

// Compile links the schema with its dependencies as protoc does. It refuses what no compiler would read, though the
// reference registry and [Parse] let it pass, and texts of more than [MaxCompiled] bytes. Nothing is kept: each call
// takes about a millisecond.
func (s *Schema) Compile() (protoreflect.FileDescriptor, error) {
	texts := map[string]string{s.file: s.canonical}
	size := len(s.canonical)
	for path, u := range s.types.units {
		texts[path] = syntax.Print(u.tree)
		size += len(texts[path])
	}
	if size > MaxCompiled {
		return nil, fmt.Errorf("the schema and its references have %d bytes; only %d are compiled", size, MaxCompiled)
	}
	resolver := protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		text, known := texts[path]
		if !known {
			text, known = bundled.Text(path)
		}
		if !known {
			return protocompile.SearchResult{}, fmt.Errorf("no reference brings %s", path)
		}
		return protocompile.SearchResult{Source: strings.NewReader(text)}, nil
	})
	c := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(resolver),
		MaxParallelism: 1,
		Reporter:       reporter.NewReporter(func(err reporter.ErrorWithPos) error { return err }, nil),
	}
	// All texts are at hand, so there is nothing to wait for or to give up.
	files, err := c.Compile(context.Background(), s.file)
	if err != nil {
		return nil, err
	}
	return files[0], nil
}

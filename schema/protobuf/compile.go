package protobuf

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/bundled"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// MaxCompiled bounds what [Schema.Compile] takes: the bytes of the canonical texts of the schema and its dependencies.
const MaxCompiled = 1 << 18

// keptCompiled bounds what stays compiled, in bytes of the same texts; descriptors take some twenty times their text.
const keptCompiled = 1 << 15

// compilation is what came of compiling a schema, once it was asked for.
type compilation struct {
	once sync.Once
	file protoreflect.FileDescriptor
	err  error
	// large says that nothing is kept.
	large bool
}

// Compile links the schema with its dependencies as protoc does. It refuses what no compiler would read, though the
// reference registry and [Parse] let it pass, and texts of more than [MaxCompiled] bytes. The first call takes about a
// millisecond; a schema of up to 32 KiB keeps what came of it.
func (s *Schema) Compile() (protoreflect.FileDescriptor, error) {
	c := &s.compiled
	c.once.Do(func() {
		texts, size := s.texts()
		switch {
		case size > MaxCompiled:
			c.err = fmt.Errorf("the schema and its references have %d bytes; only %d are compiled", size, MaxCompiled)
		case size > keptCompiled:
			c.large = true
		default:
			c.file, c.err = s.compile(texts)
		}
	})
	if c.large {
		texts, _ := s.texts()
		return s.compile(texts)
	}
	return c.file, c.err
}

// texts are the canonical texts of the schema and its dependencies by path, with how many bytes they have.
func (s *Schema) texts() (texts map[string]string, size int) {
	texts = map[string]string{s.file: s.canonical}
	size = len(s.canonical)
	for path, u := range s.types.units {
		texts[path] = syntax.Print(u.tree)
		size += len(texts[path])
	}
	return texts, size
}

func (s *Schema) compile(texts map[string]string) (protoreflect.FileDescriptor, error) {
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

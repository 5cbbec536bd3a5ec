// Package bundled holds the .proto files that every schema may import without a reference (contract §3.5): those of
// google/protobuf, google/type, confluent, and Concord's own options for semantic terms.
package bundled

import (
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

//go:embed text
var texts embed.FS

// Text is the text of a bundled file of this package; false for others, and for google/protobuf, whose files are part
// of the Protobuf runtime.
func Text(path string) (string, bool) {
	b, err := texts.ReadFile("text/" + path)
	return string(b), err == nil
}

// Files returns all bundled files by import path. They are shared: do not change them.
var Files = sync.OnceValue(func() map[string]*syntax.File {
	files := standard()
	fs.WalkDir(texts, "text", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimPrefix(path, "text/")
		text, _ := Text(name)
		f, err := syntax.Parse(name, text, schema.Limits{})
		if err != nil {
			panic(err) // an embedded file: a test reads them all
		}
		files[name] = f
		return nil
	})
	return files
})

// Package starter holds the policies of a fresh installation: the shared term customer_id, a rule that refuses it under a
// wrong type, and rules that only warn about look-alikes, unknown terms, names and missing documentation.
package starter

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
)

//go:embed files
var embedded embed.FS

// FS is the policy repository, for a council to begin its own with. It holds every file at its place, fixtures included.
func FS() fs.FS {
	sub, err := fs.Sub(embedded, "files")
	if err != nil {
		panic(fmt.Sprintf("the embedded policies: %v", err)) // the name is a constant
	}
	return sub
}

// Files is the repository in the form that [engine.Load] takes.
func Files() (set.Files, error) { return set.ReadFS(FS()) }

// Load makes a program of it, under the revision `starter`.
func Load() (*engine.Program, error) {
	files, err := Files()
	if err != nil {
		return nil, err
	}
	return engine.Load("starter", files)
}

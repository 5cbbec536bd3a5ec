// Package starter holds the policies of a fresh installation: the shared term customer_id, a rule that refuses it under a
// wrong type, and rules that only warn about look-alikes, unknown terms, names and missing documentation.
package starter

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/concord-registry/concord/policy"
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

// Files is the repository in the form that [policy.Load] takes.
func Files() (policy.Files, error) { return policy.ReadFS(FS()) }

// Load makes a set of it, under the revision `starter`.
func Load() (*policy.Set, error) {
	files, err := Files()
	if err != nil {
		return nil, err
	}
	return policy.Load("starter", files)
}

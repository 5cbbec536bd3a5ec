package manual

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/server/store"
)

// Actions is the page docs/actions.md.
func Actions() string {
	var b strings.Builder
	b.WriteString(generated + `# Actions

An action is what a caller does. Permissions are given for actions, in a scope: a subject, a domain, or the registry. Every
operation of every API needs one; what changes the registry stands in the log, under the same word. Actions are never
renamed.

| Action | Writes | Whoever may do this … |
|---|---|---|
`)
	for _, row := range store.Actions {
		writes := ""
		if row.Writes {
			writes = "yes"
		}
		fmt.Fprintf(&b, "| \x60%s\x60 | %s | %s |\n", row.Action, writes, row.Does)
	}
	return b.String()
}

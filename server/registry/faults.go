package registry

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// The errors that more than one use case gives.

func unknownSubject(s store.Subject) error {
	return fault.SubjectNotFound.About(s)
}

func unknownVersion(s store.Subject, which Selector) error {
	return fault.VersionNotFound.About(s).With("version", which.Number)
}

func unknownSchema() error { return fault.ContentNotFound.New() }

func unknownID(id store.ID) error {
	return fault.SchemaNotFound.With("schema", id)
}

func notConfigured(s store.Subject) error {
	return fault.SettingsNotSet.About(s)
}

func noMode(s store.Subject) error {
	return fault.ModeNotSet.About(s)
}

func invalidVersion(which Selector) error {
	return fault.VersionInvalid.With("version", which.Number)
}

func isReadOnly(s store.Subject) error { return inMode(s, "in read-only mode") }

// inMode refuses a change by the state that its scope is in.
func inMode(s store.Subject, state string) error {
	return fault.ModeForbids.About(s).With("state", state)
}

func isReferenced(v *store.Version) error {
	return fault.Referenced.About(v.Subject).With("version", v.Number)
}

func invalidSubject(s store.Subject) error {
	return fault.NameInvalid.About(s)
}

func unknownGUID(g schema.GUID) error {
	return fault.SchemaNotFound.With("schema", g)
}

// checkRules refuses a tidied rule set that no client could run.
func checkRules(s *schema.RuleSet) error {
	if err := contract.CheckRules(s); err != nil {
		return invalidRules("%v", err)
	}
	return nil
}

func invalidRules(format string, args ...any) error {
	return fault.RulesInvalid.Because(format, args...)
}

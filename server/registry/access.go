package registry

import (
	"github.com/concord-registry/concord/server/store"
)

// Access says what a caller may do. It is asked once for each use case, after aliases and ids are resolved: for a write
// inside its plan, for a read before anything is shown.
type Access interface {
	// May returns nil if the caller may do that in the scope, which is a subject, a whole domain, or
	// [store.Everywhere]. Else it returns an error of kind Forbidden that says whom to ask, or of kind NotFound where the
	// caller may not even know that the scope is there. It must be quick and do no I/O; view is what the question is about.
	May(view *store.View, caller store.Caller, action store.Action, scope store.Subject) error
}

// everybody may do everything.
type everybody struct{}

func (everybody) May(*store.View, store.Caller, store.Action, store.Subject) error { return nil }

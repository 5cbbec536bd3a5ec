// Package exit holds the exit statuses of concord, and which failure gives which.
package exit

import (
	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/server/fault"
)

// Status is an exit status.
type Status int

// The statuses.
const (
	// Done: also for an empty list of something that exists.
	Done Status = 0
	// Failed: the server, the network, something that is not there, or something that is in the way.
	Failed Status = 1
	// Usage: flags, arguments, unknown commands and help topics, files that cannot be read.
	Usage Status = 2
	// Refused: a schema that is refused, findings, differences, a text that is no schema.
	Refused Status = 3
	// Forbidden: nobody knows who is calling, or the caller may not.
	Forbidden Status = 5
	// Stale: the registry has moved on since the caller looked.
	Stale Status = 6
	// Interrupted: by a signal.
	Interrupted Status = 130
)

// ofKind are the statuses of the kinds of failures.
var ofKind = map[fault.Kind]Status{
	fault.Internal:        Failed,
	fault.Invalid:         Usage,
	fault.NotFound:        Failed,
	fault.Exists:          Failed,
	fault.Incompatible:    Refused,
	fault.Denied:          Refused,
	fault.NotPermitted:    Failed,
	fault.Stale:           Stale,
	fault.TooLarge:        Usage,
	fault.Unavailable:     Failed,
	fault.Unauthenticated: Forbidden,
	fault.Forbidden:       Forbidden,
	fault.InvalidSchema:   Refused,
	fault.Limited:         Failed,
	fault.Late:            Failed,
	fault.Gone:            Stale,
}

// ofClientKind are the statuses of answers whose reason this program does not know.
var ofClientKind = map[concord.Kind]Status{
	concord.Invalid:         Usage,
	concord.TooLarge:        Usage,
	concord.Refused:         Refused,
	concord.Unauthenticated: Forbidden,
	concord.Denied:          Forbidden,
	concord.Stale:           Stale,
}

// Of is the status of an answer: by its reason, or by its kind when the reason is of a later release.
func Of(e *concord.Error) Status {
	if row, ok := fault.RowOf(fault.Reason(e.Reason)); ok {
		return ofKind[row.Kind]
	}
	if s, ok := ofClientKind[e.Kind]; ok {
		return s
	}
	return Failed
}

// OfReason is the status of a reason of the server's table.
func OfReason(row fault.Row) Status { return ofKind[row.Kind] }

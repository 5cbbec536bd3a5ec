package fault

// Kind is what sort of failure an error is: what tells a program whether to correct the request, to look again or to wait.
// New kinds go to the end, none is renumbered.
type Kind int

const (
	// Internal is a bug: users see an incident number, the log sees the rest.
	Internal Kind = iota
	// Invalid: the request itself is wrong; sending it again will not help.
	Invalid
	// NotFound: what the request names does not exist.
	NotFound
	// Exists: what the request would create exists already, as something else.
	Exists
	// Incompatible: the compatibility level forbids the new schema.
	Incompatible
	// Denied: a policy forbids it.
	Denied
	// NotPermitted: the state of what is there is in the way, its mode or a reference for instance.
	NotPermitted
	// Stale: the registry has moved on since the caller looked.
	Stale
	// TooLarge: the request is over a limit of size.
	TooLarge
	// Unavailable: storage cannot be reached; the same request may succeed later.
	Unavailable
	// Unauthenticated: nobody knows who is calling.
	Unauthenticated
	// Forbidden: the caller may not do this.
	Forbidden
	// InvalidSchema: the request is well formed, what it calls a schema is none.
	InvalidSchema
	// Limited: the caller has asked for more than its share; the same request may succeed later.
	Limited
	// Late: the time that the caller gave is over.
	Late
	// Gone: what the caller wants to read on from is no longer kept.
	Gone
)

var kinds = [...]string{
	Internal: "internal error", Invalid: "invalid", NotFound: "not found", Exists: "exists already", Incompatible: "incompatible",
	Denied: "denied by policy", NotPermitted: "not permitted", Stale: "stale", TooLarge: "too large", Unavailable: "unavailable",
	Unauthenticated: "not authenticated", Forbidden: "forbidden", InvalidSchema: "no schema", Limited: "limited", Late: "late",
	Gone: "gone",
}

func (k Kind) String() string { return kinds[k] }

// Kinds lists all kinds.
func Kinds() []Kind {
	all := make([]Kind, len(kinds))
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

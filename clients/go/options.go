package concord

import "strings"

// Every method takes what is optional as one struct, which is last and may be left out: its zero value is the usual call.
// What a method does not have is refused by the server, not passed over.

// ListOptions narrow a list.
type ListOptions struct {
	// Filter has terms `key:value`, all of which must be met; `-` before one negates it, `*` at its end makes it a prefix,
	// and keys with an order take `<` and `>` in the place of the colon. Each list has its own keys.
	Filter string
	// ShowDeleted lists what was soft-deleted too.
	ShowDeleted bool
	// View says how much of each version is listed; [ViewBasic] when empty.
	View View
	// PageSize is how many are asked for at once; the server decides when 0. All pages are walked in any case.
	PageSize int
}

// GetOptions are for what may be soft-deleted.
type GetOptions struct {
	// ShowDeleted finds it then too.
	ShowDeleted bool
}

// LookUpOptions are those of [DomainClient.LookUp].
type LookUpOptions struct {
	// Normalize compares the normalised text.
	Normalize bool
	// ShowDeleted finds soft-deleted versions too.
	ShowDeleted bool
}

// CheckOptions are those of [DomainClient.Check].
type CheckOptions struct {
	// Against are versions to compare with, [Latest] or a number, in the place of those that the level asks for. Only
	// compatibility is looked at then, and no policy is asked.
	Against []int
}

// CheckDependentsOptions are those of [DomainClient.CheckDependents].
type CheckDependentsOptions struct {
	// Normalize takes the normalised text of the draft.
	Normalize bool
	// PageSize is as in [ListOptions].
	PageSize int
}

// DeleteOptions say how to delete.
type DeleteOptions struct {
	// Permanent removes what is soft-deleted for good.
	Permanent bool
	// Etag is the one that it must still have; empty for any.
	Etag string
}

// UpdateOptions say what an update writes; [Fields] makes them.
type UpdateOptions struct {
	// Fields are the names to write, as in JSON, also where the value is not set, which clears them; `*` names all. None
	// means those that are set.
	Fields []string
	// Etag is the one that must still be there; empty for any.
	Etag string
	// AllowMissing creates a domain that is missing. Only of [DomainClient.Update].
	AllowMissing bool
	// Force lets the mode IMPORT be set where schemas are registered already. Only of settings.
	Force bool
}

// Fields are options that write exactly these fields.
func Fields(names ...string) UpdateOptions { return UpdateOptions{Fields: names} }

func (o UpdateOptions) mask() string { return strings.Join(o.Fields, ",") }

// WatchOptions say what to watch.
type WatchOptions struct {
	// After is the last position that was seen; empty for the whole log.
	After Position
	// Filter has the keys of [AuditClient.Entries].
	Filter string
	// Progress yields steps without an entry too: when the watch has caught up, and every few seconds without news.
	Progress bool
}

// only is the one element of an optional argument, or the zero value. The last counts.
func only[T any](options []T) T {
	var none T
	if len(options) == 0 {
		return none
	}
	return options[len(options)-1]
}

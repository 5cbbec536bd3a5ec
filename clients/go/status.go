package concord

import "time"

// Status is how a replica does.
type Status struct {
	// Release is what the server calls its release.
	Release string `json:"release"`
	// UUID is the registry's identity, Epoch how often it was restored: positions mean the same only within one.
	UUID  string `json:"uuid"`
	Epoch int    `json:"epoch"`
	// Connected tells whether storage answers, Problem why not. Reads go on when it does not.
	Connected bool `json:"connected"`
	// FreshTime is when the replica was last known to hold everything; zero means never since its start.
	FreshTime time.Time `json:"freshTime,omitzero"`
	Problem   string    `json:"problem"`
	// Position is the replica's.
	Position Position `json:"position"`
	Limits   Limits   `json:"limits"`
}

// Limits are what a server takes at most.
type Limits struct {
	// RequestBytes bounds a request, ChangeCount a set of changes, PageSize a page.
	RequestBytes int64 `json:"requestBytes,string"`
	ChangeCount  int   `json:"changeCount"`
	PageSize     int   `json:"pageSize"`
}

package engine

import (
	"time"

	"github.com/concord-registry/concord/policy/set"
)

// Status is how an engine does.
type Status struct {
	// Active is false when no set was ever activated.
	Active   bool   `json:"active"`
	Revision string `json:"revision,omitempty"`
	// Activated is when the revision became active.
	Activated time.Time `json:"activated,omitzero"`
	// Confirmed is when the revision was last known to be the newest; the zero time means not since the start: it was
	// active before, and its source has not been read since.
	Confirmed time.Time `json:"confirmed,omitzero"`
	Rules     int       `json:"rules"`
	Terms     int       `json:"terms"`
	// Degraded says why a newer revision is not active; empty means that none is known. Since is when that began, or
	// ended.
	Degraded string    `json:"degraded,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	// Late counts evaluations over the time, by rule; Quarantined are the rules that are no longer asked for it.
	Late        map[string]int `json:"late,omitempty"`
	Quarantined []string       `json:"quarantined,omitempty"`
}

// Status reports the engine's state.
func (e *Engine) Status() Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Status{Degraded: e.mu.degraded, Since: e.mu.since}
	a := e.active.Load()
	if a == nil {
		return s
	}
	s.Active, s.Revision, s.Activated = true, a.Revision(), a.since
	s.Rules, s.Terms = len(a.Rules()), len(a.Terms())
	if at := a.confirmed.Load(); at != 0 {
		s.Confirmed = time.Unix(0, at)
	}
	for _, r := range a.Rules() {
		if n := a.late[r.ID].Load(); n > 0 {
			if s.Late == nil {
				s.Late = map[string]int{}
			}
			s.Late[r.ID] = int(n)
		}
		if a.quarantined(r.ID) {
			s.Quarantined = append(s.Quarantined, r.ID)
		}
	}
	return s
}

// Rules are the rules of the active program, nil when none was ever activated. They must not be changed.
func (e *Engine) Rules() []*set.Rule {
	a := e.active.Load()
	if a == nil {
		return nil
	}
	return a.Rules()
}

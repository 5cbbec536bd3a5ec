package policy

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Config bounds an engine. The zero value has the defaults.
type Config struct {
	// Deadline is the time that the rules of one request may take, 250 ms when zero; Grace is how long they may then
	// take to stop, 250 ms when zero.
	Deadline, Grace time.Duration
	// Fields is how many fields a schema may have to be evaluated, 10 000 when zero.
	Fields int
}

func (c Config) withDefaults() Config {
	if c.Deadline == 0 {
		c.Deadline = 250 * time.Millisecond
	}
	if c.Grace == 0 {
		c.Grace = 250 * time.Millisecond
	}
	if c.Fields == 0 {
		c.Fields = maxFields
	}
	return c
}

// Engine answers requests with the active set. It is safe for concurrent use; the set may be replaced at any time, and
// an evaluation ends with the set it began with.
type Engine struct {
	config Config
	active atomic.Pointer[activeSet]

	mu struct {
		sync.Mutex
		// degraded says why the active set is not the newest; empty means that it is.
		degraded string
		since    time.Time
	}
}

// NewEngine returns an engine without a set: it refuses everything with the outcome [Failed] until one is activated.
func NewEngine(c Config) *Engine { return &Engine{config: c.withDefaults()} }

// activeSet is a set with what happened to its rules.
type activeSet struct {
	*Set
	since time.Time
	// confirmed is when the set was last known to be the newest, in nanoseconds since 1970; 0 means never.
	confirmed atomic.Int64
	// late counts evaluations over the time, by rule.
	late map[string]*atomic.Int32
}

// quarantineAfter is how often a rule may run over its time.
const quarantineAfter = 2

func (a *activeSet) quarantined(id string) bool { return a.late[id].Load() > quarantineAfter }

// Activate makes set the one that answers from now on, with a clean record of its rules, and ends what [Engine.Degrade]
// reported.
func (e *Engine) Activate(set *Set, now time.Time) {
	a := newActiveSet(set, now)
	a.confirmed.Store(now.UnixNano())
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mu.degraded, e.mu.since = "", now
	e.active.Store(a)
}

// Revive makes a set answer that was active before, and that nobody knows to be the newest: what [Engine.Degrade]
// reported stays. Activated is when it became active.
func (e *Engine) Revive(set *Set, activated time.Time) { e.active.Store(newActiveSet(set, activated)) }

func newActiveSet(set *Set, since time.Time) *activeSet {
	a := &activeSet{Set: set, since: since, late: map[string]*atomic.Int32{}}
	for _, r := range set.rules {
		a.late[r.ID] = new(atomic.Int32)
	}
	return a
}

// Degrade reports that a newer set exists or is looked for in vain: the active one stays.
func (e *Engine) Degrade(reason string, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.mu.degraded == "" {
		e.mu.since = now
	}
	e.mu.degraded = reason
}

// Recover ends what Degrade reported, the active set being the newest after all.
func (e *Engine) Recover(now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.mu.degraded != "" {
		e.mu.degraded, e.mu.since = "", now
	}
	if a := e.active.Load(); a != nil {
		a.confirmed.Store(now.UnixNano())
	}
}

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
	s.Active, s.Revision, s.Activated = true, a.revision, a.since
	s.Rules, s.Terms = len(a.rules), len(a.glossary.ids)
	if at := a.confirmed.Load(); at != 0 {
		s.Confirmed = time.Unix(0, at)
	}
	for _, r := range a.rules {
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

// Set is the active set, nil when there is none.
func (e *Engine) Set() *Set {
	if a := e.active.Load(); a != nil {
		return a.Set
	}
	return nil
}

// Evaluate decides. Whatever goes wrong is part of the decision: a rule that fails is a finding with Error set, and
// refuses the schema (outcome [Failed]) when the rule would; no active set, a schema too large and a fault of the engine
// refuse it too. It does not panic.
func (e *Engine) Evaluate(ctx context.Context, req Request) (d Decision) {
	start := time.Now()
	a := e.active.Load()
	if a == nil {
		return failed("", "no policies are active yet: try again when the policy repository has been read")
	}
	defer func() {
		if r := recover(); r != nil {
			d = failed(a.revision, fmt.Sprintf("the policies could not be evaluated: %v", r))
		}
		d.Cost = time.Since(start).Microseconds()
	}()
	if req.Schema == nil {
		return failed(a.revision, "the schema has no normalised document")
	}
	if n := len(req.Schema.Fields); n > e.config.Fields {
		return failed(a.revision, fmt.Sprintf("the schema has %d fields; policies are evaluated for at most %d", n, e.config.Fields))
	}
	return e.decide(ctx, a, &req)
}

func failed(revision, message string) Decision {
	return Decision{Outcome: Failed, Revision: revision, Findings: []Finding{{
		Level: Enforce, Effective: Blocks, Why: ByLevel, Message: message, Error: true, Revision: revision,
	}}}
}

func (e *Engine) decide(ctx context.Context, a *activeSet, req *Request) Decision {
	in, has := a.buildInput(req)
	applicable := a.applicable(has, req.Time)
	ids := slices.DeleteFunc(slices.Clone(applicable), a.quarantined)
	b := budget{e.config.Deadline, e.config.Grace}
	found, failures := a.ask(ctx, in, ids, req.Time, b)
	for _, f := range failures {
		if f.late {
			a.late[f.rule].Add(1)
		}
	}
	v := newVerdict(a.Set, req)
	for _, f := range found {
		v.violation(f)
	}
	for _, f := range failures {
		v.failure(f.rule, "the rule could not be evaluated: "+f.reason)
	}
	for _, id := range applicable {
		if !slices.Contains(ids, id) {
			v.quarantined(id)
		}
	}
	v.ratchet(func(ids []string, old *Request) []violation {
		in, _ := a.buildInput(old)
		existing, _ := a.ask(ctx, in, ids, req.Time, b)
		return existing
	})
	return v.decision(len(applicable))
}

// applicable lists the ids of the rules that are on and whose selectors fit.
func (s *Set) applicable(has *traits, now time.Time) []string {
	var ids []string
	for _, r := range s.rules {
		if level, _ := r.rollout.at(now); level != Off && r.misses(has) == "" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// misses is the name of what keeps the rule from a schema: `scope`, or a selector; empty when nothing does.
func (r *Rule) misses(has *traits) string {
	if d := r.domain(); d != "" && d != has.domain {
		return "scope"
	}
	return r.Match.misses(has)
}

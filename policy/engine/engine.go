package engine

import (
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

// Engine answers requests with the active program. It is safe for concurrent use; the program may be replaced at any
// time, and an evaluation ends with the one it began with.
type Engine struct {
	config Config
	active atomic.Pointer[activation]

	mu struct {
		sync.Mutex
		// degraded says why the active program is not the newest; empty means that it is.
		degraded string
		since    time.Time
	}
}

// New returns an engine without a program: it refuses everything with the outcome [policy.Failed] until one is activated.
func New(c Config) *Engine { return &Engine{config: c.withDefaults()} }

// activation is a program that answers, with what happened to its rules since it began to.
type activation struct {
	*Program
	since time.Time
	// confirmed is when the program was last known to be the newest, in nanoseconds since 1970; 0 means never.
	confirmed atomic.Int64
	// late counts evaluations over the time, by rule.
	late map[string]*atomic.Int32
}

// quarantineAfter is how often a rule may run over its time.
const quarantineAfter = 2

func (a *activation) quarantined(id string) bool { return a.late[id].Load() > quarantineAfter }

// Activate makes p the one that answers from now on, with a clean record of its rules, and ends what [Engine.Degrade]
// reported.
func (e *Engine) Activate(p *Program, now time.Time) {
	a := newActivation(p, now)
	a.confirmed.Store(now.UnixNano())
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mu.degraded, e.mu.since = "", now
	e.active.Store(a)
}

// Revive makes a program answer that was active before, and that nobody knows to be the newest: what [Engine.Degrade]
// reported stays. Activated is when it became active.
func (e *Engine) Revive(p *Program, activated time.Time) { e.active.Store(newActivation(p, activated)) }

func newActivation(p *Program, since time.Time) *activation {
	a := &activation{Program: p, since: since, late: map[string]*atomic.Int32{}}
	for _, r := range p.Rules() {
		a.late[r.ID] = new(atomic.Int32)
	}
	return a
}

// Degrade reports that a newer program exists or is looked for in vain: the active one stays.
func (e *Engine) Degrade(reason string, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.mu.degraded == "" {
		e.mu.since = now
	}
	e.mu.degraded = reason
}

// Recover ends what Degrade reported, the active program being the newest after all.
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

package registry

import (
	"context"
	"reflect"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// UpdateSettings changes the settings of a scope.
type UpdateSettings struct {
	// Scope is a subject, a whole domain, or [store.Everywhere]. An alias stands for itself.
	Scope store.Subject
	// Edit gets the stored settings, or none, and changes them. It must do nothing else, and may be called several times.
	Edit func(*store.Config) error
	// ETag is what [SettingsETag] must still say; empty for no condition.
	ETag string
}

// Change is the request as a change; it gives the settings as they are then, a store.Config.
func (req UpdateSettings) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		// What is wrong with the settings comes before what is wrong with the name, as in the reference.
		if err := wellFormed(req.Edit); err != nil {
			return nil, err
		}
		if err := checkScope(p.Scope); err != nil {
			return nil, err
		}
		if err := unchanged(SettingsETag(p.View(), p.Scope), req.ETag); err != nil {
			return nil, err
		}
		old := p.View().Config(p.Scope)
		next, err := edited(p.View(), p.Scope, req.Edit)
		if err != nil {
			return nil, err
		}
		if err := Writable(p.View(), p.Scope); err != nil {
			return nil, err
		}
		if old == nil || !reflect.DeepEqual(old, next) {
			p.Tx.Put(next)
			p.Log(store.EntryChange{Before: toldConfig(old), After: toldConfig(next)})
		}
		return *next, nil
	}
	return Change{Action: store.SettingsUpdate, Scope: req.Scope, Plan: plan}
}

// UpdateSettings changes the settings of a scope and returns them as they are then.
func (r *Session) UpdateSettings(ctx context.Context, req UpdateSettings) (store.Config, error) {
	return Do[store.Config](ctx, r, req.Change())
}

// toldConfig is what the log says of settings; nil where there are none.
func toldConfig(c *store.Config) []byte {
	if c == nil {
		return nil
	}
	return store.Told(c)
}

// wellFormed refuses an edit that no scope could have.
func wellFormed(edit func(*store.Config) error) error {
	trial := store.Config{}
	if err := edit(&trial); err != nil {
		return err
	}
	return tidyConfig(&trial)
}

func edited(v *store.View, scope store.Subject, edit func(*store.Config) error) (*store.Config, error) {
	next := store.Config{Scope: scope}
	if old := v.Config(scope); old != nil {
		next = *old
	}
	if err := edit(&next); err != nil {
		return nil, err
	}
	next.Scope = scope
	if err := tidyConfig(&next); err != nil {
		return nil, err
	}
	return &next, judged(v, &next)
}

// judged refuses a judge that has no verdict on what the subject holds.
func judged(v *store.View, c *store.Config) error {
	live := v.Subject(c.Scope).Live()
	if len(live) == 0 {
		return nil
	}
	if err := compat.CanJudge(word.Judge(c.Judge), live[len(live)-1].Content().Type); err != nil {
		return fault.JudgeUnfit.Because("%v", err)
	}
	return nil
}

// tidyConfig spells the words of a config as the registry does, and refuses those that it does not know.
func tidyConfig(c *store.Config) error {
	if c.Level != "" {
		level, err := word.ParseLevel(string(c.Level))
		if err != nil {
			return fault.LevelUnknown.With("level", c.Level)
		}
		c.Level = level
	}
	if c.Judge != "" {
		judge, err := word.ParseJudge(string(c.Judge))
		if err != nil {
			return fault.JudgeUnknown.Because("%v", err)
		}
		c.Judge = judge
	}
	c.Policy, _ = word.ParsePolicy(string(c.Policy)) // one that nobody knows counts as not set
	c.DefaultMetadata, c.OverrideMetadata = contract.TidyMetadata(c.DefaultMetadata), contract.TidyMetadata(c.OverrideMetadata)
	c.DefaultRuleSet, c.OverrideRuleSet = contract.TidyRules(c.DefaultRuleSet), contract.TidyRules(c.OverrideRuleSet)
	if err := checkRules(c.DefaultRuleSet); err != nil {
		return err
	}
	return checkRules(c.OverrideRuleSet)
}

// UnsetSettings removes the settings of a scope.
type UnsetSettings struct{ Scope store.Subject }

// Change is the request as a change; it gives the settings that were there, a store.Config, or those of the server where
// none can be missing.
func (req UnsetSettings) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		stored := p.View().Config(p.Scope)
		switch {
		case stored == nil && lastResort(p.Scope):
			return p.defaults(p.Scope), nil
		case stored == nil:
			return nil, unknownSubject(p.Scope)
		}
		if err := Writable(p.View(), p.Scope); err != nil {
			return nil, err
		}
		p.Tx.Delete(stored)
		p.Log(store.EntryChange{Before: toldConfig(stored)})
		return p.levelled(*stored), nil
	}
	return Change{Action: store.SettingsUnset, Scope: req.Scope, Plan: plan}
}

// UnsetSettings removes the settings of a scope and returns what was there.
func (r *Session) UnsetSettings(ctx context.Context, req UnsetSettings) (store.Config, error) {
	return Do[store.Config](ctx, r, req.Change())
}

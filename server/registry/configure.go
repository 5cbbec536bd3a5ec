package registry

import (
	"context"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Configure replaces the settings of a scope by what edit makes of them and returns the result. edit gets the stored
// settings, or none, and must do nothing but change its argument.
func (r *Registry) Configure(ctx context.Context, scope store.Subject, edit func(*store.Config) error, actor string) (store.Config, error) {
	// What is wrong with the settings comes before what is wrong with the name, as in the reference.
	if err := wellFormed(edit); err != nil {
		return store.Config{}, err
	}
	if err := checkScope(scope); err != nil {
		return store.Config{}, err
	}
	var result store.Config
	_, err := r.Update(ctx, func(tx *store.Tx) error {
		next, err := edited(tx.View(), scope, edit)
		if err != nil {
			return err
		}
		if err := Writable(tx.View(), scope); err != nil {
			return err
		}
		tx.Put(next)
		tx.Log(store.Entry{Actor: actor, Action: "configure", Subject: &scope})
		result = *next
		return nil
	})
	return result, err
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
	if err := compat.CanJudge(c.Judge, live[len(live)-1].Content().Type); err != nil {
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

// Unconfigure removes the settings of a scope and returns them.
func (r *Registry) Unconfigure(ctx context.Context, scope store.Subject, actor string) (store.Config, error) {
	var old store.Config
	_, err := r.Update(ctx, func(tx *store.Tx) (err error) {
		if old, err = r.unconfigure(tx, scope); err != nil {
			return err
		}
		tx.Log(store.Entry{Actor: actor, Action: "unset config", Subject: &scope})
		return Writable(tx.View(), scope)
	})
	return old, err
}

func (r *Registry) unconfigure(tx *store.Tx, scope store.Subject) (store.Config, error) {
	stored := tx.View().Config(scope)
	switch {
	case stored != nil:
		tx.Delete(stored)
		return r.levelled(*stored), nil
	case lastResort(scope):
		return r.defaults(scope), nil
	}
	return store.Config{}, unknownSubject(scope)
}

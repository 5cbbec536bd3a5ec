package registry

import (
	"cmp"
	"context"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/store"
)

// TagRequest makes a new version from an old one with other tags, metadata or rules (contract §1.4, tags).
type TagRequest struct {
	Subject             store.Subject
	Version             Selector
	NewVersion          int
	AddTags, RemoveTags []schema.EntityTags
	Metadata            *schema.Metadata
	RuleSet             *schema.RuleSet
	RulesToMerge        *schema.RuleSet
	RulesToRemove       []string
}

// Change is the request as a change; it gives a [Registration].
func (t TagRequest) Change() Change {
	plan := func(ctx context.Context, p *Plan) (any, error) {
		if err := CheckSubject(p.Scope); err != nil {
			return nil, err
		}
		t := t
		t.Subject = p.Scope
		req, err := t.registration(p.View())
		if err != nil {
			return nil, err
		}
		return p.register(ctx, req)
	}
	return Change{Action: store.VersionRegister, Scope: t.Subject, Aliased: true, Plan: plan}
}

// Tag registers the new version that req describes.
func (r *Session) Tag(ctx context.Context, req TagRequest) (Registration, error) {
	return Do[Registration](ctx, r, req.Change())
}

// registration is what the request asks to register.
func (t TagRequest) registration(view *store.View) (RegisterRequest, error) {
	source, err := find(view, t.Subject, t.Version, false)
	if err != nil {
		return RegisterRequest{}, err
	}
	if t.RuleSet != nil && (t.RulesToMerge != nil || len(t.RulesToRemove) > 0) {
		return RegisterRequest{}, invalidRules("ruleSet should be omitted if specifying rulesToMerge or rulesToRemove")
	}
	c := source.Content()
	number := t.NewVersion
	if number == 0 {
		number = view.Subject(t.Subject).Next()
	}
	req := RegisterRequest{
		Subject: t.Subject,
		Draft: Draft{
			Type: c.Type, Text: c.Text, References: c.References,
			// The stamp makes the new version differ from its source when nothing else does.
			Metadata: stamped(cmp.Or(t.Metadata, c.Metadata), number, true), RuleSet: t.rules(view),
		},
		Version: t.NewVersion, AddTags: t.AddTags, RemoveTags: t.RemoveTags,
	}
	if req.Version == 0 {
		req.Version = -1
	}
	return req, nil
}

// rules are those of the request, or those of the version before the new one with the changes made.
func (t TagRequest) rules(view *store.View) *schema.RuleSet {
	if t.RuleSet != nil {
		return t.RuleSet
	}
	versions := view.Subject(t.Subject)
	before := versions.Latest()
	if v := versions.Get(t.NewVersion - 1); v != nil {
		before = v
	}
	var rules *schema.RuleSet
	if before != nil {
		rules = before.Content().RuleSet
	}
	return contract.WithoutRules(contract.MergeRules(rules, contract.TidyRules(t.RulesToMerge)), t.RulesToRemove)
}

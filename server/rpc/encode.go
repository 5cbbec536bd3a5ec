package rpc

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// The functions here put values of the registry into messages. nil and zero values become absent messages.

func encodeVersion(v *store.Version) *concordv1.Version {
	if v == nil {
		return nil
	}
	m := &concordv1.Version{
		Domain:  string(v.Subject.Domain),
		Subject: v.Subject.Name,
		Number:  int32(v.Number),
		Id:      int32(v.ID),
		Created: encodeTime(v.Created),
		Deleted: v.Deleted,
		Seq:     v.Seq,
	}
	if !v.Changed.Equal(v.Created) {
		m.Changed = encodeTime(v.Changed)
	}
	if c := v.Content(); c != nil {
		m.Guid, m.Type = c.GUID.String(), typeValue(c.Type)
	}
	return m
}

func encodeTime(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// encodeSchema is the content with text in place of its own.
func encodeSchema(c *store.Content, text string) *concordv1.Schema {
	m := &concordv1.Schema{
		Type:     typeValue(c.Type),
		Text:     text,
		Metadata: encodeMetadata(c.Metadata),
		RuleSet:  encodeRuleSet(c.RuleSet),
	}
	for _, r := range c.References {
		m.References = append(m.References, &concordv1.Reference{Name: r.Name, Subject: r.Subject, Version: int32(r.Version)})
	}
	return m
}

func encodeMetadata(m *schema.Metadata) *concordv1.Metadata {
	if m == nil {
		return nil
	}
	tags := make(map[string]*concordv1.Tags, len(m.Tags))
	for path, values := range m.Tags {
		tags[path] = &concordv1.Tags{Values: values}
	}
	return &concordv1.Metadata{Tags: tags, Properties: m.Properties, Sensitive: m.Sensitive}
}

func encodeRuleSet(s *schema.RuleSet) *concordv1.RuleSet {
	if s == nil {
		return nil
	}
	return &concordv1.RuleSet{
		MigrationRules: encodeDataRules(s.MigrationRules),
		DomainRules:    encodeDataRules(s.DomainRules),
		EncodingRules:  encodeDataRules(s.EncodingRules),
		EnableAt:       s.EnableAt,
	}
}

func encodeDataRules(rules []schema.Rule) []*concordv1.DataRule {
	var list []*concordv1.DataRule
	for _, r := range rules {
		list = append(list, &concordv1.DataRule{
			Name: r.Name, Doc: r.Doc, Kind: r.Kind, Mode: r.Mode, Type: r.Type, Tags: r.Tags, Params: r.Params,
			Expr: r.Expr, OnSuccess: r.OnSuccess, OnFailure: r.OnFailure, Disabled: r.Disabled,
		})
	}
	return list
}

func encodeEntry(e *store.Entry) *concordv1.LogEntry {
	m := &concordv1.LogEntry{Seq: e.Seq, Time: encodeTime(e.Time), Actor: e.Caller.ID, Hash: e.Hash, Previous: e.Previous}
	if len(e.Changes) > 0 {
		c := e.Changes[0]
		m.Action, m.Version, m.Id, m.Subject = string(c.Action), int32(c.Version), int32(c.ID), encodeSubject(c.Scope)
	}
	return m
}

func encodeSubject(s store.Subject) *concordv1.SubjectName {
	return &concordv1.SubjectName{Domain: string(s.Domain), Subject: s.Name}
}

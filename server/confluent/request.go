package confluent

import (
	"strconv"
	"time"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// schemaRequest is the body of all requests that offer a schema (contract §1.4).
type schemaRequest struct {
	registry.Draft
	// version is 0 for the next one, -1 for the next one with its number in the metadata.
	version int
	// id is nil unless the client chose one.
	id                  *store.ID
	addTags, removeTags []schema.EntityTags
	propagateTags       bool
	// created is the member ts, when an imported version was registered; the reference does not read it.
	created time.Time
}

func (h *handler) schemaRequest(c *call) (schemaRequest, error) {
	v, err := h.body(c)
	if err != nil {
		return schemaRequest{}, err
	}
	d := &decoder{}
	r := d.schemaRequest(v)
	r.Normalize = c.flag("normalize")
	return r, d.err
}

func (d *decoder) schemaRequest(v *jsontree.Value) schemaRequest {
	r := schemaRequest{
		Draft:         d.draft(v),
		id:            d.id(v.Get("id")),
		addTags:       list(d, v.Get("schemaTagsToAdd"), d.entityTags),
		removeTags:    list(d, v.Get("schemaTagsToRemove"), d.entityTags),
		propagateTags: isTrue(d.boolean(v.Get("propagateSchemaTags"))),
		created:       timestamp(v.Get("ts")),
	}
	if n := d.integer(v.Get("version")); n != nil {
		r.version = max(*n, -1)
	}
	return r
}

// registration is the use case that the body asks for; subject and actor are the caller's to add.
func (r schemaRequest) registration() registry.RegisterRequest {
	return registry.RegisterRequest{
		Draft: r.Draft, Version: r.version, ID: r.id,
		AddTags: r.addTags, RemoveTags: r.removeTags, PropagateTags: r.propagateTags, Created: r.created,
	}
}

// timestamp reads milliseconds since 1970. What is none is the zero time, for the reference ignores the member.
func timestamp(v *jsontree.Value) time.Time {
	if absent(v) || v.Kind != jsontree.Number {
		return time.Time{}
	}
	millis, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil || millis <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis)
}

func (d *decoder) draft(v *jsontree.Value) registry.Draft {
	return registry.Draft{
		Type:       d.schemaType(v.Get("schemaType")),
		Text:       d.text(v.Get("schema")),
		References: list(d, v.Get("references"), d.reference),
		Metadata:   d.metadata(v.Get("metadata")),
		RuleSet:    d.ruleSet(v.Get("ruleSet")),
	}
}

// schemaType reads the name of a format. An empty name is not the same as none: quoted, it is a format that nobody knows.
func (d *decoder) schemaType(v *jsontree.Value) schema.Type {
	if v.IsString() && v.Text == "" {
		return `""`
	}
	return schema.Type(d.text(v))
}

// id reads an id; a negative one is how some clients spell that there is none.
func (d *decoder) id(v *jsontree.Value) *store.ID {
	n := d.integer(v)
	if n == nil || *n < 0 {
		return nil
	}
	return new(store.ID(*n))
}

// reference reads one reference. A null, or one without its parts, is left to the registry to refuse.
func (d *decoder) reference(v *jsontree.Value) schema.Reference {
	if d.object(v) == nil {
		return schema.Reference{}
	}
	r := schema.Reference{Name: d.text(v.Get("name")), Subject: d.text(v.Get("subject"))}
	if n := d.integer(v.Get("version")); n != nil {
		r.Version = *n
	}
	return r
}

func (d *decoder) metadata(v *jsontree.Value) *schema.Metadata {
	if d.object(v) == nil {
		return nil
	}
	return &schema.Metadata{
		Tags:       dictionary(d, v.Get("tags"), d.tags),
		Properties: dictionary(d, v.Get("properties"), d.text),
		Sensitive:  d.texts(v.Get("sensitive")),
	}
}

// tags reads the tags of a path, which keeps an empty list.
func (d *decoder) tags(v *jsontree.Value) []string {
	if tags := d.texts(v); tags != nil {
		return tags
	}
	return []string{}
}

func (d *decoder) ruleSet(v *jsontree.Value) *schema.RuleSet {
	if d.object(v) == nil {
		return nil
	}
	return &schema.RuleSet{
		MigrationRules: list(d, v.Get("migrationRules"), d.rule),
		DomainRules:    list(d, v.Get("domainRules"), d.rule),
		EncodingRules:  list(d, v.Get("encodingRules"), d.rule),
		EnableAt:       d.word(v.Get("enableAt"), "ALL", "CLIENT", "GATEWAY", "SERVER", "NONE"),
	}
}

func (d *decoder) rule(v *jsontree.Value) schema.Rule {
	if v = d.object(v); v == nil {
		return schema.Rule{}
	}
	return schema.Rule{
		Name:      d.text(v.Get("name")),
		Doc:       d.text(v.Get("doc")),
		Kind:      d.word(v.Get("kind"), "TRANSFORM", "CONDITION"),
		Mode:      d.word(v.Get("mode"), "UPGRADE", "DOWNGRADE", "UPDOWN", "WRITE", "READ", "WRITEREAD"),
		Type:      d.text(v.Get("type")),
		Tags:      d.texts(v.Get("tags")),
		Params:    dictionary(d, v.Get("params"), d.text),
		Expr:      d.text(v.Get("expr")),
		OnSuccess: d.text(v.Get("onSuccess")),
		OnFailure: d.text(v.Get("onFailure")),
		Disabled:  isTrue(d.boolean(v.Get("disabled"))),
	}
}

func (d *decoder) entityTags(v *jsontree.Value) schema.EntityTags {
	if v = d.object(v); v == nil {
		return schema.EntityTags{}
	}
	tags := schema.EntityTags{Tags: d.texts(v.Get("tags"))}
	if entity := d.object(v.Get("schemaEntity")); entity != nil {
		tags.Entity.Path = d.text(entity.Get("entityPath"))
		tags.Entity.Type = d.word(entity.Get("entityType"), "sr_record", "sr_field")
	}
	return tags
}

func isTrue(b *bool) bool { return b != nil && *b }

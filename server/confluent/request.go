package confluent

import (
	"strconv"
	"time"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// schemaRequest reads the body of a request that offers a schema (contract §1.4). Subject and actor are the caller's to
// add; who only looks a schema up or checks it takes the draft.
func schemaRequest(c *dialect.Call) (registry.RegisterRequest, error) {
	v, err := c.Body()
	if err != nil {
		return registry.RegisterRequest{}, err
	}
	d := &dialect.Decoder{}
	r := offer(d, v)
	r.Normalize = c.Flag("normalize")
	return r, d.Err()
}

// offer reads the object that offers a schema.
func offer(d *dialect.Decoder, v *jsontree.Value) registry.RegisterRequest {
	r := registry.RegisterRequest{
		Draft:         draft(d, v),
		ID:            id(d, v.Get("id")),
		AddTags:       dialect.List(d, v.Get("schemaTagsToAdd"), d.EntityTags),
		RemoveTags:    dialect.List(d, v.Get("schemaTagsToRemove"), d.EntityTags),
		PropagateTags: d.Flag(v.Get("propagateSchemaTags")),
		Created:       timestamp(v.Get("ts")),
	}
	if n := d.Integer(v.Get("version")); n != nil {
		r.Version = max(*n, -1)
	}
	return r
}

// timestamp reads milliseconds since 1970. What is none is the zero time, for the reference ignores the member.
func timestamp(v *jsontree.Value) time.Time {
	if dialect.Absent(v) || v.Kind != jsontree.Number {
		return time.Time{}
	}
	millis, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil || millis <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis)
}

func draft(d *dialect.Decoder, v *jsontree.Value) registry.Draft {
	return registry.Draft{
		Type:       schemaType(d, v.Get("schemaType")),
		Text:       d.Text(v.Get("schema")),
		References: dialect.List(d, v.Get("references"), d.Reference),
		Metadata:   d.Metadata(v.Get("metadata")),
		RuleSet:    d.RuleSet(v.Get("ruleSet")),
	}
}

// schemaType reads the name of a format. An empty name is not the same as none: quoted, it is a format that nobody knows.
func schemaType(d *dialect.Decoder, v *jsontree.Value) schema.Type {
	if v.IsString() && v.Text == "" {
		return `""`
	}
	return schema.Type(d.Text(v))
}

// id reads an id; a negative one is how some clients spell that there is none.
func id(d *dialect.Decoder, v *jsontree.Value) *store.ID {
	n := d.Integer(v)
	if n == nil || *n < 0 {
		return nil
	}
	return new(store.ID(*n))
}

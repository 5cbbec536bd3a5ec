package dialect

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// What comes with the text of a schema (contract §1.4).

// Reference reads a reference. A null, or one without its parts, is left to the registry to refuse.
func (d *Decoder) Reference(v *jsontree.Value) schema.Reference {
	if d.Object(v) == nil {
		return schema.Reference{}
	}
	r := schema.Reference{Name: d.Text(v.Get("name")), Subject: d.Text(v.Get("subject"))}
	if n := d.Integer(v.Get("version")); n != nil {
		r.Version = *n
	}
	return r
}

// Metadata reads metadata, nil for none.
func (d *Decoder) Metadata(v *jsontree.Value) *schema.Metadata {
	if d.Object(v) == nil {
		return nil
	}
	return &schema.Metadata{
		Tags:       Dictionary(d, v.Get("tags"), d.tags),
		Properties: Dictionary(d, v.Get("properties"), d.Text),
		Sensitive:  d.Texts(v.Get("sensitive")),
	}
}

// tags reads the tags of a path, which keeps an empty list.
func (d *Decoder) tags(v *jsontree.Value) []string {
	if tags := d.Texts(v); tags != nil {
		return tags
	}
	return []string{}
}

// RuleSet reads the rules of a schema, nil for none.
func (d *Decoder) RuleSet(v *jsontree.Value) *schema.RuleSet {
	if d.Object(v) == nil {
		return nil
	}
	return &schema.RuleSet{
		MigrationRules: List(d, v.Get("migrationRules"), d.rule),
		DomainRules:    List(d, v.Get("domainRules"), d.rule),
		EncodingRules:  List(d, v.Get("encodingRules"), d.rule),
		EnableAt:       d.Word(v.Get("enableAt"), "ALL", "CLIENT", "GATEWAY", "SERVER", "NONE"),
	}
}

func (d *Decoder) rule(v *jsontree.Value) schema.Rule {
	if v = d.Object(v); v == nil {
		return schema.Rule{}
	}
	return schema.Rule{
		Name:      d.Text(v.Get("name")),
		Doc:       d.Text(v.Get("doc")),
		Kind:      d.Word(v.Get("kind"), "TRANSFORM", "CONDITION"),
		Mode:      d.Word(v.Get("mode"), "UPGRADE", "DOWNGRADE", "UPDOWN", "WRITE", "READ", "WRITEREAD"),
		Type:      d.Text(v.Get("type")),
		Tags:      d.Texts(v.Get("tags")),
		Params:    Dictionary(d, v.Get("params"), d.Text),
		Expr:      d.Text(v.Get("expr")),
		OnSuccess: d.Text(v.Get("onSuccess")),
		OnFailure: d.Text(v.Get("onFailure")),
		Disabled:  d.Flag(v.Get("disabled")),
	}
}

// EntityTags reads the tags of a record or a field. A null, or one without its parts, is left to the registry to refuse.
func (d *Decoder) EntityTags(v *jsontree.Value) schema.EntityTags {
	if v = d.Object(v); v == nil {
		return schema.EntityTags{}
	}
	tags := schema.EntityTags{Tags: d.Texts(v.Get("tags"))}
	if entity := d.Object(v.Get("schemaEntity")); entity != nil {
		tags.Entity.Path = d.Text(entity.Get("entityPath"))
		tags.Entity.Type = d.Word(entity.Get("entityType"), "sr_record", "sr_field")
	}
	return tags
}

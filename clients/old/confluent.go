package concord

import (
	"net/url"
	"strings"
	"time"
)

// Here are the forms of the Confluent REST API and how they become those of this package (contract §1.1).

type wireSchema struct {
	Subject    string        `json:"subject,omitempty"`
	Version    int           `json:"version,omitempty"`
	ID         *int32        `json:"id,omitempty"`
	GUID       string        `json:"guid,omitempty"`
	Type       string        `json:"schemaType,omitempty"`
	References []Reference   `json:"references,omitempty"`
	Metadata   *wireMetadata `json:"metadata,omitempty"`
	RuleSet    *RuleSet      `json:"ruleSet,omitempty"`
	Text       string        `json:"schema,omitempty"`
	Millis     int64         `json:"ts,omitempty"`
	Deleted    bool          `json:"deleted,omitempty"`

	AddTags       []wireTags `json:"schemaTagsToAdd,omitempty"`
	RemoveTags    []wireTags `json:"schemaTagsToRemove,omitempty"`
	PropagateTags bool       `json:"propagateSchemaTags,omitempty"`
}

type wireMetadata struct {
	Tags       map[string][]string `json:"tags,omitempty"`
	Properties map[string]string   `json:"properties,omitempty"`
	Sensitive  []string            `json:"sensitive,omitempty"`
}

type wireTags struct {
	Entity struct {
		Path string `json:"entityPath"`
		Type string `json:"entityType"`
	} `json:"schemaEntity"`
	Tags []string `json:"tags"`
}

// toWire is the body of a registration or a look-up.
func (s Schema) toWire() wireSchema {
	w := wireSchema{Type: string(s.Type), Text: s.Text, References: s.References, RuleSet: s.RuleSet}
	if m := s.Metadata; m != nil {
		w.Metadata = &wireMetadata{Properties: m.Properties, Sensitive: m.Sensitive, Tags: map[string][]string{}}
		for path, tags := range m.Tags {
			w.Metadata.Tags[path] = tags
		}
	}
	return w
}

func toWireTags(list []EntityTags) []wireTags {
	var tags []wireTags
	for _, t := range list {
		var w wireTags
		w.Entity.Path, w.Entity.Type, w.Tags = t.Path, t.Type, t.Tags
		tags = append(tags, w)
	}
	return tags
}

// schema is what the answer says; servers before 8.0 leave out the type of Avro.
func (w wireSchema) schema() *Schema {
	s := &Schema{Type: Avro, Text: w.Text, References: w.References, RuleSet: w.RuleSet}
	if w.Type != "" {
		s.Type = Type(w.Type)
	}
	if m := w.Metadata; m != nil {
		s.Metadata = &Metadata{Properties: m.Properties, Sensitive: m.Sensitive}
		if len(m.Tags) > 0 {
			s.Metadata.Tags = make(map[string]Tags, len(m.Tags))
		}
		for path, tags := range m.Tags {
			s.Metadata.Tags[path] = tags
		}
	}
	return s
}

// version is the answer as a version; a subject that it does not name is the one that was asked for. A GUID is missing
// in answers of servers before 8.0.
func (w wireSchema) version(domain, subject string) *Version {
	v := &Version{Domain: domain, Subject: subject, Number: w.Version, Deleted: w.Deleted, Schema: w.schema()}
	if w.Subject != "" {
		v.Domain, v.Subject = unqualify(w.Subject)
	}
	if w.ID != nil {
		v.ID = *w.ID
	}
	v.Type = v.Schema.Type
	if g, err := ParseGUID(w.GUID); err == nil {
		v.GUID = g
	}
	if w.Millis != 0 {
		v.Created = time.UnixMilli(w.Millis).UTC()
	}
	return v
}

// qualify is the name of a subject on the Confluent API.
func qualify(domain, subject string) string {
	if domain == "" {
		return subject
	}
	return ":." + domain + ":" + subject
}

func unqualify(name string) (domain, subject string) {
	if rest, ok := strings.CutPrefix(name, ":."); ok {
		if domain, subject, ok := strings.Cut(rest, ":"); ok {
			return domain, subject
		}
	}
	return "", name
}

// subjectPath is the path of a subject on the Confluent API, and of what lies below it.
func (c *Client) subjectPath(subject string, below string) string {
	return "/subjects/" + url.PathEscape(qualify(c.domain, subject)) + below
}

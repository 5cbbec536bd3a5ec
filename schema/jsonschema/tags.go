package jsonschema

import "github.com/concord-registry/concord/schema"

// Tags is not done.
func (s *Schema) Tags() []schema.EntityTags { return nil }

// Retag is not done.
func (s *Schema) Retag(add, remove []schema.EntityTags) (string, error) { return "", nil }

// Document is not done.
func (s *Schema) Document() *schema.Document { return &schema.Document{} }

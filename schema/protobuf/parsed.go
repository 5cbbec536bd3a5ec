package protobuf

import "github.com/concord-registry/concord/schema"

func (s *Schema) Tags() []schema.EntityTags                             { return nil }
func (s *Schema) Retag(add, remove []schema.EntityTags) (string, error) { return s.canonical, nil }

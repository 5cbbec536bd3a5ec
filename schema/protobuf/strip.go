package protobuf

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// withoutExtensions is a copy of a file without extension ranges, extend blocks and custom options. Those of package
// confluent stay.
func withoutExtensions(f *syntax.File) *syntax.File {
	out := *f
	out.Extends = nil
	out.Options = plainOptions(f.Options)
	out.Messages = each(f.Messages, stripMessage)
	out.Enums = each(f.Enums, stripEnum)
	out.Services = each(f.Services, stripService)
	return &out
}

// each applies a change to copies of the items.
func each[T any](list []*T, change func(*T)) []*T {
	out := make([]*T, len(list))
	for i, item := range list {
		c := *item
		change(&c)
		out[i] = &c
	}
	return out
}

func plainOptions(list []*syntax.Option) []*syntax.Option {
	return slices.DeleteFunc(slices.Clone(list), func(o *syntax.Option) bool {
		return o.Custom && !strings.HasPrefix(strings.TrimPrefix(o.Name, "."), "confluent.")
	})
}

func stripMessage(m *syntax.Message) {
	m.Extensions, m.Extends = nil, nil
	m.Options = plainOptions(m.Options)
	m.Fields = each(m.Fields, stripField)
	m.Groups = each(m.Groups, stripGroup)
	m.Oneofs = each(m.Oneofs, func(o *syntax.Oneof) {
		o.Options = plainOptions(o.Options)
		o.Fields = each(o.Fields, stripField)
		o.Groups = each(o.Groups, stripGroup)
	})
	m.Messages = each(m.Messages, stripMessage)
	m.Enums = each(m.Enums, stripEnum)
}

func stripField(f *syntax.Field) { f.Options = plainOptions(f.Options) }

func stripGroup(g *syntax.Group) {
	g.Options = plainOptions(g.Options)
	g.Fields = each(g.Fields, stripField)
}

func stripEnum(e *syntax.Enum) {
	e.Options = plainOptions(e.Options)
	e.Values = each(e.Values, func(v *syntax.EnumValue) { v.Options = plainOptions(v.Options) })
}

func stripService(s *syntax.Service) {
	s.Options = plainOptions(s.Options)
	s.RPCs = each(s.RPCs, func(r *syntax.RPC) { r.Options = plainOptions(r.Options) })
}

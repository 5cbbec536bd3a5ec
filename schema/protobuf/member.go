package protobuf

import "github.com/concord-registry/concord/schema/protobuf/syntax"

// member is a field of a message, plain or in a oneof, or a group; exactly one of field and group is set.
type member struct {
	field *syntax.Field
	group *syntax.Group
	// oneof is the name of the oneof that it is in; empty for others.
	oneof string
}

// membersOfDefinition lists the members of a message or a group.
func membersOfDefinition(d *Definition) []member {
	if d.Group != nil {
		return members("", d.Group.Fields, nil)
	}
	return membersOf(d.Message)
}

// membersOf lists the fields of a message: plain ones, groups, then those of oneofs.
func membersOf(m *syntax.Message) []member {
	list := members("", m.Fields, m.Groups)
	for _, o := range m.Oneofs {
		list = append(list, members(o.Name, o.Fields, o.Groups)...)
	}
	return list
}

func members(oneof string, fields []*syntax.Field, groups []*syntax.Group) []member {
	var list []member
	for _, f := range fields {
		list = append(list, member{field: f, oneof: oneof})
	}
	for _, g := range groups {
		list = append(list, member{group: g, oneof: oneof})
	}
	return list
}

func (m member) name() string {
	if m.group != nil {
		return m.group.Name
	}
	return m.field.Name
}

func (m member) number() int32 {
	if m.group != nil {
		return m.group.Number
	}
	return m.field.Number
}

func (m member) label() string {
	if m.group != nil {
		return m.group.Label
	}
	return m.field.Label
}

func (m member) doc() string {
	if m.group != nil {
		return m.group.Doc
	}
	return m.field.Doc
}

func (m member) at() syntax.Range {
	if m.group != nil {
		return m.group.At
	}
	return m.field.At
}

func (m member) options() []*syntax.Option {
	if m.group != nil {
		return m.group.Options
	}
	return m.field.Options
}

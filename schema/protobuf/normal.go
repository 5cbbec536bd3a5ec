package protobuf

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Normalized is the text in which order, spelling of names and numbers, and grouping no longer matter (contract §3.5).
// Messages, enums, services and calls keep their order, because indexes point at them.
func (s *Schema) Normalized() (string, error) {
	n := normalizer{s.types}
	return syntax.Print(n.file(s.tree)), nil
}

// normalizer builds normalised copies of a tree.
type normalizer struct{ types *types }

func (n normalizer) file(f *syntax.File) *syntax.File {
	out := &syntax.File{
		Package:  f.Package,
		Imports:  sortedImports(f.Imports),
		Options:  n.options(f.Package, f.Options),
		Messages: n.messages(f.Package, f.Messages),
		Enums:    n.enums(f.Package, f.Enums),
		Extends:  n.extends(f.Package, f.Extends),
	}
	if f.Syntax == "proto3" {
		out.Syntax = f.Syntax
	}
	for _, s := range f.Services {
		out.Services = append(out.Services, n.service(f.Package, s))
	}
	return out
}

// sortedImports sorts by path and drops repetitions; public ones stand apart.
func sortedImports(imports []syntax.Import) []syntax.Import {
	out := make([]syntax.Import, len(imports))
	for i, x := range imports {
		out[i] = syntax.Import{Path: x.Path, Public: x.Public}
	}
	slices.SortFunc(out, func(a, b syntax.Import) int {
		if a.Public != b.Public {
			return cmp.Compare(number(a.Public), number(b.Public))
		}
		return cmp.Compare(a.Path, b.Path)
	})
	return slices.Compact(out)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (n normalizer) messages(scope string, list []*syntax.Message) []*syntax.Message {
	var out []*syntax.Message
	for _, m := range list {
		if !mapEntry(m) {
			out = append(out, n.message(join(scope, m.Name), m))
		}
	}
	return out
}

func (n normalizer) message(scope string, m *syntax.Message) *syntax.Message {
	out := &syntax.Message{
		Name:       m.Name,
		Reserved:   splitReserved(m.Reserved),
		Options:    n.options(scope, m.Options),
		Fields:     n.fields(scope, m.Fields),
		Groups:     n.groups(scope, m.Groups),
		Extensions: n.extensions(scope, m.Extensions),
		Extends:    n.extends(scope, m.Extends),
		Messages:   n.messages(scope, m.Messages),
		Enums:      n.enums(scope, m.Enums),
	}
	for _, o := range m.Oneofs {
		if len(o.Fields)+len(o.Groups) > 0 {
			out.Oneofs = append(out.Oneofs, n.oneof(scope, o))
		}
	}
	slices.SortStableFunc(out.Oneofs, func(a, b *syntax.Oneof) int { return cmp.Compare(firstTag(a), firstTag(b)) })
	return out
}

func (n normalizer) oneof(scope string, o *syntax.Oneof) *syntax.Oneof {
	return &syntax.Oneof{
		Name:    o.Name,
		Options: n.options(scope, o.Options),
		Fields:  n.fields(scope, o.Fields),
		Groups:  n.groups(scope, o.Groups),
	}
}

// firstTag is the lowest number in a oneof whose members are sorted.
func firstTag(o *syntax.Oneof) int32 {
	first := int32(syntax.MaxTag)
	if len(o.Fields) > 0 {
		first = o.Fields[0].Number
	}
	if len(o.Groups) > 0 {
		first = min(first, o.Groups[0].Number)
	}
	return first
}

func (n normalizer) fields(scope string, list []*syntax.Field) []*syntax.Field {
	var out []*syntax.Field
	for _, f := range list {
		out = append(out, n.field(scope, f))
	}
	slices.SortStableFunc(out, func(a, b *syntax.Field) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

func (n normalizer) field(scope string, f *syntax.Field) *syntax.Field {
	out := &syntax.Field{
		Label:   f.Label,
		Type:    n.typeName(scope, f.Type),
		Name:    f.Name,
		Number:  f.Number,
		Options: n.fieldOptions(scope, f),
		Sorted:  true,
	}
	if entry := n.entry(scope, f); entry != nil {
		out.Label, out.Type = "", *entry
	}
	return out
}

// typeName is the type with its full name behind a dot. A name that leads nowhere stays.
func (n normalizer) typeName(scope string, t syntax.TypeName) syntax.TypeName {
	out := syntax.TypeName{Key: t.Key, Name: t.Name}
	if syntax.Scalar(t.Name) {
		return out
	}
	if d := n.types.resolve(scope, t.Name); d != nil {
		out.Name = "." + d.Name
	}
	return out
}

// entry is the map type that a repeated field of a map entry message stands for; nil for other fields.
func (n normalizer) entry(scope string, f *syntax.Field) *syntax.TypeName {
	if f.Label != "repeated" || f.Type.Map() {
		return nil
	}
	d := n.types.resolve(scope, f.Type.Name)
	if d == nil || d.Message == nil || !mapEntry(d.Message) {
		return nil
	}
	t := &syntax.TypeName{}
	for _, part := range d.Message.Fields {
		switch part.Number {
		case 1:
			t.Key = part.Type.Name
		case 2:
			t.Name = n.typeName(d.Name, part.Type).Name
		}
	}
	if t.Key == "" || t.Name == "" {
		return nil
	}
	return t
}

// mapEntry reports whether a message is the entry of a map.
func mapEntry(m *syntax.Message) bool {
	return slices.ContainsFunc(m.Options, func(o *syntax.Option) bool {
		return o.Name == "map_entry" && !o.Custom && o.Value.Text == "true"
	})
}

func (n normalizer) groups(scope string, list []*syntax.Group) []*syntax.Group {
	var out []*syntax.Group
	for _, g := range list {
		out = append(out, &syntax.Group{
			Label:   g.Label,
			Name:    g.Name,
			Number:  g.Number,
			Options: n.options(scope, g.Options),
			Fields:  n.fields(join(scope, g.Name), g.Fields),
		})
	}
	slices.SortStableFunc(out, func(a, b *syntax.Group) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

func (n normalizer) enums(scope string, list []*syntax.Enum) []*syntax.Enum {
	var out []*syntax.Enum
	for _, e := range list {
		sorted := &syntax.Enum{Name: e.Name, Reserved: splitReserved(e.Reserved), Options: n.options(scope, e.Options)}
		for _, v := range e.Values {
			sorted.Values = append(sorted.Values, &syntax.EnumValue{Name: v.Name, Number: v.Number, Options: n.options(scope, v.Options)})
		}
		slices.SortStableFunc(sorted.Values, func(a, b *syntax.EnumValue) int {
			return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Name, b.Name))
		})
		out = append(out, sorted)
	}
	return out
}

// splitReserved has a line for each item: numbers in order, then names.
func splitReserved(lines []*syntax.Reserved) []*syntax.Reserved {
	var out []*syntax.Reserved
	for _, line := range lines {
		for _, item := range line.Items {
			item.Tags = single(item.Tags)
			out = append(out, &syntax.Reserved{Items: []syntax.ReservedItem{item}})
		}
	}
	slices.SortStableFunc(out, func(a, b *syntax.Reserved) int {
		x, y := a.Items[0], b.Items[0]
		return cmp.Or(cmp.Compare(number(x.Named), number(y.Named)), cmp.Compare(x.Name, y.Name), compareTags(x.Tags, y.Tags))
	})
	return out
}

// single writes a range of one number as the number.
func single(t syntax.Tags) syntax.Tags {
	if t.First == t.Last {
		t.Range, t.Max = false, false
	}
	return t
}

func compareTags(a, b syntax.Tags) int {
	return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last))
}

func (n normalizer) extensions(scope string, list []*syntax.Extensions) []*syntax.Extensions {
	var out []*syntax.Extensions
	for _, e := range list {
		for _, t := range e.Ranges {
			out = append(out, &syntax.Extensions{Ranges: []syntax.Tags{single(t)}, Options: n.options(scope, e.Options)})
		}
	}
	slices.SortStableFunc(out, func(a, b *syntax.Extensions) int { return compareTags(a.Ranges[0], b.Ranges[0]) })
	return out
}

// extends has one block for each extended message, in order of their names.
func (n normalizer) extends(scope string, list []*syntax.Extend) []*syntax.Extend {
	blocks := map[string]*syntax.Extend{}
	for _, e := range list {
		name := n.typeName(scope, syntax.TypeName{Name: e.Name}).Name
		if blocks[name] == nil {
			blocks[name] = &syntax.Extend{Name: name}
		}
		blocks[name].Fields = append(blocks[name].Fields, n.fields(scope, e.Fields)...)
	}
	var out []*syntax.Extend
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[name]
		slices.SortStableFunc(b.Fields, func(a, b *syntax.Field) int { return cmp.Compare(a.Number, b.Number) })
		out = append(out, b)
	}
	return out
}

func (n normalizer) service(scope string, s *syntax.Service) *syntax.Service {
	out := &syntax.Service{Name: s.Name, Options: n.options(scope, s.Options)}
	for _, r := range s.RPCs {
		out.RPCs = append(out.RPCs, &syntax.RPC{
			Name:          r.Name,
			Request:       n.typeName(scope, r.Request),
			Response:      n.typeName(scope, r.Response),
			StreamRequest: r.StreamRequest,
			StreamResp:    r.StreamResp,
			Options:       n.options(scope, r.Options),
		})
	}
	return out
}

// fieldOptions are the options of a field with default and json_name among them.
func (n normalizer) fieldOptions(scope string, f *syntax.Field) []*syntax.Option {
	return n.options(scope, f.PrintedOptions())
}

// options sorts options by name, merges those that set parts of one message, and spells custom names in full.
func (n normalizer) options(scope string, list []*syntax.Option) []*syntax.Option {
	var out []*syntax.Option
	for _, o := range list {
		folded := &syntax.Option{Name: o.Name, Custom: o.Custom, Value: normalValue(syntax.Fold(o.Path, o.Value))}
		if o.Custom {
			folded.Name = n.types.extensionName(scope, o.Name)
		}
		out = append(out, folded)
	}
	out = mergeOptions(out)
	for _, o := range out {
		o.Value = sortedValue(o.Value)
	}
	slices.SortStableFunc(out, func(a, b *syntax.Option) int { return strings.Compare(a.Name, b.Name) })
	return out
}

package protobuf

import (
	"strings"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// extension is a field that an extend block adds to another message.
type extension struct {
	// name is the full name without a leading dot, scope where its block stands.
	name, scope string
	// extendee is the full name of the extended message, or what the text says when it leads nowhere.
	extendee string
	field    *syntax.Field
}

// extended is a message with the number of a field that extends it.
type extended struct {
	message string
	number  int32
}

// collectExtensions adds the extensions of a file.
func (t *types) collectExtensions(u *unit) {
	add := func(scope string, list []*syntax.Extend) {
		for _, e := range list {
			extendee := strings.TrimPrefix(e.Name, ".")
			if d := t.resolve(scope, e.Name); d != nil {
				extendee = d.Name
			}
			for _, f := range e.Fields {
				x := &extension{name: join(scope, f.Name), scope: scope, extendee: extendee, field: f}
				if t.extensions[x.name] == nil {
					t.extensions[x.name] = x
				}
				if key := (extended{extendee, f.Number}); t.numbered[key] == nil {
					t.numbered[key] = x
				}
			}
		}
	}
	var nested func(scope string, list []*syntax.Message)
	nested = func(scope string, list []*syntax.Message) {
		for _, m := range list {
			inner := join(scope, m.Name)
			add(inner, m.Extends)
			nested(inner, m.Messages)
		}
	}
	add(u.tree.Package, u.tree.Extends)
	nested(u.tree.Package, u.tree.Messages)
}

// extension finds what a custom option's name means inside scope; nil when nothing has the name.
func (t *types) extension(scope, name string) *extension {
	if full, absolute := strings.CutPrefix(name, "."); absolute {
		return t.findExtension(full)
	}
	for {
		if x := t.findExtension(join(scope, name)); x != nil || scope == "" {
			return x
		}
		scope = parent(scope)
	}
}

func (t *types) findExtension(full string) *extension {
	if x := t.extensions[full]; x != nil {
		return x
	}
	if t.outer == nil {
		return nil
	}
	return t.outer.findExtension(full)
}

// extensionName is the full name of a custom option; one that leads nowhere stays without its leading dot.
func (t *types) extensionName(scope, name string) string {
	if x := t.extension(scope, name); x != nil {
		return x.name
	}
	return strings.TrimPrefix(name, ".")
}

package protobuf

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// termOption is Concord's own option for semantic terms.
const termOption = "concord.semantics.v1.field"

// meta is what confluent's options say about a declaration.
type meta struct {
	doc    string
	tags   []string
	params map[string]string
}

// metaOf reads the option confluent.<name>.
func metaOf(options []*syntax.Option, name string) meta {
	var out meta
	for _, o := range options {
		if !o.Custom || strings.TrimPrefix(o.Name, ".") != "confluent."+name {
			continue
		}
		v := syntax.Fold(o.Path, o.Value)
		if doc, set := v.Field("doc"); set {
			out.doc = doc.Text
		}
		if tags, set := v.Field("tags"); set {
			for _, t := range tags.Elements() {
				out.tags = append(out.tags, t.Text)
			}
		}
		if params, set := v.Field("params"); set {
			out.addParams(params)
		}
	}
	return out
}

func (m *meta) addParams(v syntax.Value) {
	if m.params == nil {
		m.params = map[string]string{}
	}
	for _, entry := range v.Elements() {
		key, _ := entry.Field("key")
		value, _ := entry.Field("value")
		m.params[key.Text] = value.Text
	}
}

// docOr is the doc of the options, or else the comment.
func (m meta) docOr(comment string) string {
	if m.doc != "" {
		return m.doc
	}
	return comment
}

// annotations are the params.
func (m meta) annotations() map[string]any {
	out := make(map[string]any, len(m.params))
	for key, value := range m.params {
		out[key] = value
	}
	return out
}

// terms are the glossary terms that a field is bound to: by Concord's option, by confluent's params and tags, by a
// comment line that begins with @term.
func terms(m member, meta meta) []string {
	var found []string
	add := func(term string) {
		if term = strings.TrimSpace(term); term != "" && !slices.Contains(found, term) {
			found = append(found, term)
		}
	}
	for _, o := range m.options() {
		if o.Custom && strings.TrimPrefix(o.Name, ".") == termOption {
			v, _ := syntax.Fold(o.Path, o.Value).Field("term")
			add(v.Text)
		}
	}
	add(meta.params["term"])
	for _, tag := range meta.tags {
		if term, is := strings.CutPrefix(tag, "term:"); is {
			add(term)
		}
	}
	for line := range strings.Lines(m.doc()) {
		if term, is := strings.CutPrefix(strings.TrimSpace(line), "@term "); is {
			add(term)
		}
	}
	return found
}

// uuid reports whether buf.validate says that a string is a UUID.
func uuid(options []*syntax.Option) bool {
	return slices.ContainsFunc(options, func(o *syntax.Option) bool {
		if !o.Custom || strings.TrimPrefix(o.Name, ".") != "buf.validate.field" {
			return false
		}
		s, _ := syntax.Fold(o.Path, o.Value).Field("string")
		v, _ := s.Field("uuid")
		return v.Text == "true"
	})
}

// decimalParams are precision and scale as confluent's params give them.
func decimalParams(options []*syntax.Option) (precision, scale int, given bool) {
	params := metaOf(options, "field_meta").params
	precision, err := strconv.Atoi(params["precision"])
	if err != nil {
		return 0, 0, false
	}
	scale, _ = strconv.Atoi(params["scale"])
	return precision, scale, true
}

package syntax

import (
	"slices"
	"strings"
)

// PrintedOptions are the options as they are printed: default and json_name come last, each once, and default in the
// dress that the type gives it.
func (f *Field) PrintedOptions() []*Option {
	if f.Sorted {
		return f.Options
	}
	var options []*Option
	var last [2]*Option
	for _, o := range f.Options {
		switch {
		case o.plain("default"):
			last[0] = f.Type.retyped(o)
		case o.plain("json_name"):
			last[1] = &Option{Name: o.Name, Value: Value{Kind: String, Text: o.Value.Text}}
		default:
			options = append(options, o)
		}
	}
	for _, o := range last {
		if o != nil {
			options = append(options, o)
		}
	}
	return options
}

// PlainOptions are the options without default and json_name, which a descriptor keeps apart.
func (f *Field) PlainOptions() []*Option {
	return slices.DeleteFunc(slices.Clone(f.Options), func(o *Option) bool { return o.plain("default") || o.plain("json_name") })
}

func (o *Option) plain(name string) bool {
	return o.Name == name && !o.Custom && len(o.Path) == 0
}

// Default is the text of a field's default value; false when it has none.
func (f *Field) Default() (string, bool) { return f.special("default") }

// JSONName is the json_name that the text gives the field; false when it gives none.
func (f *Field) JSONName() (string, bool) { return f.special("json_name") }

func (f *Field) special(name string) (text string, ok bool) {
	for _, o := range f.Options {
		if o.plain(name) {
			text, ok = o.Value.Text, true
		}
	}
	return text, ok
}

// retyped is a default as the type prints it: quoted for string only, whatever the text had.
func (t TypeName) retyped(o *Option) *Option {
	kind := Word
	if t.Name == "string" && !t.Map() {
		kind = String
	}
	return &Option{Name: o.Name, Value: Value{Kind: kind, Text: o.Value.Text}}
}

// optionList writes options in brackets: one on the line, several on lines of their own.
func (p *printer) optionList(options []*Option) {
	switch len(options) {
	case 0:
	case 1:
		p.add(" [", options[0].text(), "]")
	default:
		lines := make([]string, len(options))
		for i, o := range options {
			lines[i] = o.text()
		}
		p.add(" [\n")
		p.nested(strings.Join(lines, ",\n") + "\n")
		p.add("]")
	}
}

// Title is the name with its path, custom names in parentheses.
func (o *Option) Title() string {
	name := o.Name
	if o.Custom {
		name = "(" + name + ")"
	}
	for _, field := range o.Path {
		name += "." + field
	}
	return name
}

func (o *Option) text() string {
	p := &printer{}
	p.add(o.Title(), " = ")
	p.value(o.Value)
	return p.String()
}

func (p *printer) value(v Value) {
	switch v.Kind {
	case String:
		p.add(quote(v.Text))
	case List:
		p.sequence("[", "]", len(v.Items), func(q *printer, i int) { q.value(v.Items[i]) })
	case Literal:
		p.sequence("{", "}", len(v.Fields), func(q *printer, i int) {
			q.add(v.Fields[i].Name, ": ")
			q.value(v.Fields[i].Value)
		})
	default:
		p.add(v.Text)
	}
}

// sequence writes n items between brackets, each on its own lines.
func (p *printer) sequence(open, closing string, n int, item func(q *printer, i int)) {
	p.add(open, "\n")
	body := &printer{}
	for i := range n {
		item(body, i)
		if i < n-1 {
			body.add(",")
		}
		body.add("\n")
	}
	p.nested(body.String())
	p.add(closing)
}

var escaper = strings.NewReplacer(
	"\\", `\\`, `"`, `\"`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\a", `\a`, "\b", `\b`, "\f", `\f`, "\v", `\v`)

// quote is a string literal in double quotes.
func quote(s string) string { return `"` + escaper.Replace(s) + `"` }

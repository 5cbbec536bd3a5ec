package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"text/template"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// output says how results are printed.
type output struct {
	format      string
	json, quiet bool
	// template is that of -o template=…, nil for other formats.
	template *template.Template
}

func (o *output) flags(f *pflag.FlagSet) {
	f.StringVarP(&o.format, "output", "o", "text", "how to print results: text, json, jsonl, yaml, name or template=TEXT")
	f.BoolVar(&o.json, "json", false, "the same as -o json")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print results and failures only, no remarks")
}

// resolve checks the flags against one another and reads the template.
func (o *output) resolve(f *pflag.FlagSet) error {
	if o.json {
		if f.Changed("output") && o.format != "json" {
			return fmt.Errorf("--json contradicts -o %s", o.format)
		}
		o.format = "json"
	}
	switch o.format {
	case "text", "json", "jsonl", "yaml", "name":
		return nil
	}
	text, ok := strings.CutPrefix(o.format, "template=")
	if !ok {
		return fmt.Errorf("-o %s: the formats are text, json, jsonl, yaml, name and template=TEXT", o.format)
	}
	parsed, err := template.New("output").Option("missingkey=zero").Parse(text)
	if err != nil {
		return fmt.Errorf("-o template: %w", err)
	}
	o.format, o.template = "template", parsed
	return nil
}

// forPeople reports whether results are text.
func (o *output) forPeople() bool { return o.format == "text" || o.format == "" }

// structured reports whether a failure is printed with the results: as JSON or YAML.
func (o *output) structured() bool {
	return o.json || o.format == "json" || o.format == "jsonl" || o.format == "yaml"
}

// print prints one thing: for people as text does, else as what v is in JSON.
func (t *terminal) print(v any, text func()) error {
	if t.output.forPeople() {
		text()
		return nil
	}
	return t.encode(v)
}

// encode prints what v is in JSON in the format that was asked for, which is none for people.
func (t *terminal) encode(v any) error {
	raw, err := marshal(v)
	if err != nil {
		return err
	}
	switch t.output.format {
	case "jsonl":
		return t.encodeLines(raw)
	case "yaml":
		return t.encodeYAML(raw)
	case "name":
		return t.encodeName(raw)
	case "template":
		return t.encodeTemplate(raw)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, raw, "", "  "); err != nil {
		return err
	}
	return t.write(indented.Bytes())
}

// marshal is JSON on one line, with <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// write prints a document and a newline. On a terminal JSON and YAML spell control characters out, as both allow.
func (t *terminal) write(document []byte) error {
	if t.screen {
		document = []byte(clean(string(document)))
	}
	_, err := t.out.Write(append(document, '\n'))
	return err
}

// encodeLines prints JSON on one line, a list on one line for each of its things.
func (t *terminal) encodeLines(raw []byte) error {
	var things []json.RawMessage
	if json.Unmarshal(raw, &things) != nil || things == nil {
		things = []json.RawMessage{raw}
	}
	for _, thing := range things {
		if err := t.write(thing); err != nil {
			return err
		}
	}
	return nil
}

// encodeYAML prints JSON as YAML, its members in the same order.
func (t *terminal) encodeYAML(raw []byte) error {
	var n yaml.Node
	if err := yaml.Unmarshal(raw, &n); err != nil {
		return err
	}
	inBlocks(&n)
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := errors.Join(e.Encode(&n), e.Close()); err != nil {
		return err
	}
	return t.write(bytes.TrimRight(b.Bytes(), "\n"))
}

// inBlocks takes the braces and quotes of JSON from a YAML document.
func inBlocks(n *yaml.Node) {
	n.Style = 0
	for _, inner := range n.Content {
		inBlocks(inner)
	}
}

var errNoName = &usage{errors.New("-o name: what this command prints has no name"), "say -o json, or -o template=TEXT"}

func (t *terminal) encodeName(raw []byte) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	things, ok := v.([]any)
	if !ok {
		things = []any{v}
	}
	for _, thing := range things {
		name := nameOf(thing)
		if name == "" {
			return errNoName
		}
		t.printf("%s\n", name)
	}
	return nil
}

// nameOf is the resource name of a thing, or of the one thing in the answer of a method.
func nameOf(v any) string {
	members, ok := v.(map[string]any)
	if !ok {
		return ""
	}
	if name, ok := members["name"].(string); ok {
		return name
	}
	for _, key := range []string{"version", "subject", "domain", "settings"} {
		if inner, ok := members[key].(map[string]any); ok {
			return nameOf(inner)
		}
	}
	return ""
}

// encodeTemplate fills the template from one thing, or from each of a list, and ends it with a newline.
func (t *terminal) encodeTemplate(raw []byte) error {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	things, ok := v.([]any)
	if !ok {
		things = []any{v}
	}
	for _, thing := range things {
		var b strings.Builder
		if err := t.output.template.Execute(&b, thing); err != nil {
			return &usage{err, "the members are those of -o json"}
		}
		t.printf("%s\n", b.String())
	}
	return nil
}

// listing is a list of things of one kind, and how to print them for people.
type listing[T any] struct {
	things iter.Seq2[T, error]
	// limit is how many at most; 0 for all.
	limit int
	// header names the columns; without one nothing stands above them.
	header []string
	row    func(T) []string
}

// print prints the list. Nothing is printed when it cannot be read to its end, but with jsonl what came before.
func (l listing[T]) print(t *terminal) error {
	things, rows := []T{}, [][]string{}
	if l.header != nil {
		rows = append(rows, l.header)
	}
	n := 0
	for thing, err := range l.things {
		if err != nil {
			return remoteError(err)
		}
		switch {
		case t.output.forPeople():
			rows = append(rows, l.row(thing))
		case t.output.format == "jsonl":
			if err := t.encode(thing); err != nil {
				return err
			}
		default:
			things = append(things, thing)
		}
		if n++; n == l.limit {
			break
		}
	}
	switch {
	case t.output.forPeople():
		return t.table(rows)
	case t.output.format == "jsonl":
		return nil
	}
	return t.encode(things)
}

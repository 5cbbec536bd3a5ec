package set

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlFile is a strictly decoded YAML file that still knows its lines.
type yamlFile struct {
	name string
	root yaml.Node
}

// decodeYAML reads one document into v. Unknown and repeated keys, further documents and wrong types are Complaints; it
// reports whether there were none. An empty file leaves v as it is.
func decodeYAML(name string, text []byte, v any, wrong *Complaints) (yamlFile, bool) {
	file := yamlFile{name: name}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	err := dec.Decode(v)
	if errors.Is(err, io.EOF) {
		return file, true
	}
	if err == nil && dec.Decode(new(yaml.Node)) != io.EOF {
		err = errors.New("a policy file holds one YAML document")
	}
	if err == nil {
		err = yaml.Unmarshal(text, &file.root)
	}
	if err != nil {
		complainYAML(name, err, wrong)
	}
	return file, err == nil
}

// yamlLine finds the line that the decoder puts before what it says, goType the Go type that it puts behind.
var (
	yamlLine   = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)
	goType     = regexp.MustCompile(` in(?:to)? (?:type )?\S*(?:policy|set)\.\S+$`)
	unknownKey = regexp.MustCompile(`^field (\S+) not found$`)
)

func complainYAML(name string, err error, wrong *Complaints) {
	var badTypes *yaml.TypeError
	messages := []string{err.Error()}
	if errors.As(err, &badTypes) {
		messages = badTypes.Errors
	}
	for _, m := range messages {
		line := 0
		if at := yamlLine.FindStringSubmatch(m); at != nil {
			line, _ = strconv.Atoi(at[1])
			m = m[len(at[0]):]
		}
		m = goType.ReplaceAllString(strings.TrimPrefix(m, "yaml: "), "")
		wrong.Add(name, line, "%s", unknownKey.ReplaceAllString(m, "unknown key $1"))
	}
}

// line is where the value under a path of keys (strings) and positions (ints) stands; 0 when it does not.
func (f yamlFile) line(path ...any) int {
	node := &f.root
	if node.Kind == yaml.DocumentNode {
		node = node.Content[0]
	}
	line := node.Line
	for _, step := range path {
		var key *yaml.Node
		if key, node = child(node, step); node == nil {
			return line
		}
		line = key.Line
	}
	return line
}

// child is the key and the value of one step; for a position both are the item.
func child(node *yaml.Node, step any) (key, value *yaml.Node) {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step], node.Content[step]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i], node.Content[i+1]
			}
		}
	}
	return nil, nil
}

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/concord-registry/concord/schema"
)

// sourceOptions say how a schema file is to be read.
type sourceOptions struct {
	format     string
	references []string
}

func (o *sourceOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.format, "type", "", "AVRO, PROTOBUF or JSON (default: by the file's name)")
	f.StringArrayVar(&o.references, "reference", nil, "NAME=SUBJECT:VERSION that the schema refers to; may be repeated")
}

// read reads a schema file, "-" for standard input.
func (o *sourceOptions) read(t *terminal, file string) (schema.Source, error) {
	format, err := o.typeOf(file)
	if err != nil {
		return schema.Source{}, err
	}
	var text []byte
	if file == "-" {
		text, err = io.ReadAll(io.LimitReader(t.in, 64<<20))
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return schema.Source{}, err
	}
	references, err := parseReferences(o.references)
	return schema.Source{Type: format, Text: string(text), References: references, File: file}, err
}

// typeOf is the format that the flag names, or the one that files of that name have.
func (o *sourceOptions) typeOf(file string) (schema.Type, error) {
	if o.format != "" {
		switch format := schema.Type(strings.ToUpper(o.format)); format {
		case schema.Avro, schema.Protobuf, schema.JSON:
			return format, nil
		}
		return "", fmt.Errorf("--type %s: the types are AVRO, PROTOBUF and JSON", o.format)
	}
	switch strings.ToLower(filepath.Ext(file)) {
	case ".avsc", ".avro":
		return schema.Avro, nil
	case ".proto":
		return schema.Protobuf, nil
	case ".json":
		return schema.JSON, nil
	}
	return "", fmt.Errorf("%s: the name does not tell the format; say --type AVRO, PROTOBUF or JSON", file)
}

func parseReferences(texts []string) ([]schema.Reference, error) {
	var references []schema.Reference
	for _, text := range texts {
		name, target, ok := strings.Cut(text, "=")
		colon := strings.LastIndexByte(target, ':')
		if !ok || colon < 0 {
			return nil, fmt.Errorf("--reference %q is not NAME=SUBJECT:VERSION", text)
		}
		version, err := strconv.Atoi(target[colon+1:])
		if target[colon+1:] == "latest" {
			version, err = -1, nil
		}
		if err != nil {
			return nil, fmt.Errorf("--reference %q: the version is neither a number nor latest", text)
		}
		references = append(references, schema.Reference{Name: name, Subject: target[:colon], Version: version})
	}
	return references, nil
}

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// sourceOptions say how a schema file is to be read.
type sourceOptions struct {
	format     string
	references []string
}

func (o *sourceOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.format, "type", "", "AVRO, PROTOBUF or JSON (default: by the file's name)")
	f.StringArrayVar(&o.references, "reference", nil, "NAME=SUBJECT@VERSION that the schema refers to; may be repeated")
}

// draft is a schema that stands in a file.
type draft struct {
	source     schema.Source
	references []concord.Reference
}

// maxInput bounds what is read from standard input.
const maxInput = 64 << 20

// read reads a schema file, "-" for standard input. Its errors are wrong use.
func (o *sourceOptions) read(t *terminal, file string) (draft, error) {
	format, err := o.typeOf(file)
	if err != nil {
		return draft{}, err
	}
	var text []byte
	if file == "-" {
		text, err = io.ReadAll(io.LimitReader(t.in, maxInput))
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return draft{}, &usage{err, "name a file that can be read, or - for standard input"}
	}
	d := draft{source: schema.Source{Type: format, Text: string(text), File: file}}
	for _, text := range o.references {
		r, err := parseReference(text)
		if err != nil {
			return draft{}, err
		}
		d.references = append(d.references, r)
		d.source.References = append(d.source.References, schema.Reference{Name: r.Name, Subject: r.Subject, Version: r.Version})
	}
	return d, nil
}

// typeOf is the format that the flag names, or the one that files of that name have.
func (o *sourceOptions) typeOf(file string) (schema.Type, error) {
	if o.format != "" {
		switch format := schema.Type(strings.ToUpper(o.format)); format {
		case schema.Avro, schema.Protobuf, schema.JSON:
			return format, nil
		}
		return "", &usage{fmt.Errorf("--type %s is no format", o.format), "the formats are AVRO, PROTOBUF and JSON"}
	}
	switch strings.ToLower(filepath.Ext(file)) {
	case ".avsc", ".avro":
		return schema.Avro, nil
	case ".proto":
		return schema.Protobuf, nil
	case ".json":
		return schema.JSON, nil
	}
	return "", &usage{fmt.Errorf("%s: the name does not tell the format", file), "say --type AVRO, PROTOBUF or JSON"}
}

// parse reads the text as a schema. An error says in which file.
func (d draft) parse() (schema.Parsed, error) {
	parsed, err := formats.Parse(d.source, schema.Options{Strict: true})
	return parsed, located(d.source.File, err)
}

// located puts the name of what was read before an error that has no place of its own.
func located(name string, err error) error {
	var refusal *schema.Error
	if errors.As(err, &refusal) && refusal.At.Start.Line == 0 {
		return fmt.Errorf("%s: %w", name, err)
	}
	return err
}

// registration asks for the schema under a subject.
func (d draft) registration(subject string, normalize bool) concord.Registration {
	return concord.Registration{Subject: subject, Normalize: normalize, Schema: d.schema()}
}

// schema is what is sent of it.
func (d draft) schema() concord.Schema {
	return concord.Schema{Type: concord.Type(d.source.Type), Text: d.source.Text, References: d.references}
}

// parseReference reads NAME=SUBJECT@VERSION, or NAME=SUBJECT:VERSION as the Confluent tools write it.
func parseReference(text string) (concord.Reference, error) {
	wrong := &usage{fmt.Errorf("--reference %q is not NAME=SUBJECT@VERSION", text), "the version is a number, or latest"}
	name, rest, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return concord.Reference{}, wrong
	}
	if colon := strings.LastIndexByte(rest, ':'); colon >= 0 && !strings.Contains(rest, "@") && !strings.HasPrefix(rest, "domains/") {
		rest = rest[:colon] + "@" + rest[colon+1:]
	}
	x, err := parseTarget(rest)
	if err != nil {
		return concord.Reference{}, &usage{fmt.Errorf("--reference %q: %w", text, err), wrong.help}
	}
	if x.subject == "" || x.version == "" {
		return concord.Reference{}, wrong
	}
	return concord.Reference{Name: name, Domain: x.domain, Subject: x.subject, Version: max(0, x.number())}, nil
}
